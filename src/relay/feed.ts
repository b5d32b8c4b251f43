import { oncePerPage } from "../page/once.js";
import { hashSession } from "../session-hash.js";
import { recallHeard, rememberHeard } from "./heard.js";
import { isNewer, parseRelayEvent, type RelayEvent } from "./relay-event.js";
import { createStream } from "./stream.js";

/** An event that no page of this tab has heard. */
export interface FeedEvent extends RelayEvent {
	/** A stream begins with what stands, so its first event may be old. */
	isFirst: boolean;
	/** The first event, and so early that it most likely stood already when the stream was opened. */
	stood: boolean;
	/** It stood already when this page, or this listener, first listened. */
	replayed: boolean;
}

export interface FeedListener {
	hear(event: FeedEvent): void;
	log(step: string): void;
}

/** What one relay tells this page. */
export interface Feed {
	/** Starts with the first listener that names a session, and ends with the last one. Returns its undo. */
	listen(listener: FeedListener, session: string | undefined): () => void;
	/** Listens to this session from now on. */
	follow(session: string): void;
}

/** ms from the opening of a stream in which a relay tells what stands. */
const REPLAY_TIME = 2000;

/** One for all chatbots on the page, of all copies of the library: each stream costs the site a connection. */
export const findFeed = (url: string, withCredentials: boolean): Feed =>
	oncePerPage(`relay:${withCredentials}:${url}`, () => createFeed(url, withCredentials));

function createFeed(url: string, withCredentials: boolean): Feed {
	let listeners: readonly FeedListener[] = [];
	let current: string | undefined;
	let address = "";
	/** The newest event that a page of the tab has heard. */
	let heard: RelayEvent | undefined;
	/** The newest one of this page, and its session. */
	let last: RelayEvent | undefined;
	let lastSession: string | undefined;
	let opened = 0;
	let openedAt = 0;
	let isFirst = true;

	function log(step: string) {
		for (const listener of listeners) listener.log(step);
	}

	const stream = createStream({
		withCredentials,
		onOpen() {
			opened += 1;
			openedAt = performance.now();
			isFirst = true;
		},
		onMessage(data) {
			const event = parseRelayEvent(data);
			if (!event) return log(`relay: ignored ${data}`);
			const stood = isFirst && performance.now() - openedAt < REPLAY_TIME;
			const flags = { isFirst, stood, replayed: stood && opened === 1 };
			isFirst = false;
			if (heard && !isNewer(event, heard)) return;
			heard = event;
			// Where it came live, the visitor's own clock tells when: the two may be far apart.
			last = stood ? event : { ...event, at: Date.now() };
			lastSession = current;
			rememberHeard(address, event);
			for (const listener of listeners) listener.hear({ ...event, ...flags });
		},
		log,
	});

	async function follow(session: string) {
		if (session === current || !listeners.length) return;
		current = session;
		last = undefined;
		opened = 0;
		stream.end();
		const next = new URL(url);
		next.searchParams.set("session", await hashSession(session));
		// Another one, or nobody listens any more.
		if (session !== current) return;
		address = next.href;
		heard = recallHeard(address);
		stream.follow(address);
	}

	function startToFollow(session: string) {
		follow(session).catch((error) => log(`relay: ${error}`));
	}

	return {
		listen(listener, session) {
			listeners = [...listeners, listener];
			if (last && session === lastSession) listener.hear({ ...last, isFirst: true, stood: true, replayed: true });
			if (session !== undefined) startToFollow(session);
			return () => {
				listeners = listeners.filter((other) => other !== listener);
				if (listeners.length) return;
				current = undefined;
				stream.end();
			};
		},
		follow: startToFollow,
	};
}
