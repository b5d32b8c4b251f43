import type { ChatbotContext } from "../context.js";
import { findChannel } from "../delivery/channel.js";
import { ownOptions, type UndoOptions } from "../options.js";
import { toDate } from "../page/clock.js";
import { parsePause } from "../pauses/pause.js";
import { isPause, isSignal, START } from "../signals.js";
import { startUndoable } from "../state/undo.js";
import { type Feed, type FeedEvent, findFeed } from "./feed.js";

/**
 * Options of {@link connectRelay}.
 *
 * @example
 * const options: RelayOptions = { withCredentials: true };
 * connectRelay("https://relay.shop.example/crisp-signals", options);
 */
export interface RelayOptions extends UndoOptions {
	/** Send cookies to a relay of another origin, whose `authorize` wants them. Default `false`. */
	withCredentials?: boolean | undefined;
}

function parseAddress(url: unknown): URL | undefined {
	// Not by URL.canParse, which the oldest supported browsers lack.
	try {
		return url ? new URL(`${url}`, document.baseURI) : undefined;
	} catch {
		return undefined;
	}
}

/** @throws TypeError */
function readAddress(url: unknown): string {
	const address = parseAddress(url);
	if (!address?.protocol.startsWith("http")) throw new TypeError(`Expected url to be a relay's address, got ${url}`);
	address.hash = "";
	return address.href;
}

/** Tells a chatbot what a relay tells, as far as nothing newer is known. Returns its undo. */
function follow(context: ChatbotContext, feed: Feed): () => void {
	/** `Date.now()` from which Enum's last word is known otherwise: shown by a join, or said from this page. */
	let knownAt = Number.NEGATIVE_INFINITY;
	const log = (step: string) => context.log?.(step);

	function hear({ value, at, isFirst, stood, replayed }: FeedEvent) {
		// By the visitor's clock, so only where there is no other way to tell.
		if (stood && at <= knownAt) return log(`relay: ignored an older ${value}`);
		log(`relay: ${value}`);
		const pause = parsePause(value, "relay", replayed);
		if (pause || value === START) context.setPause(pause);
		// What proves a signal wrongly loses it; what does not is proven at the next join.
		if (pause || (!isFirst && at >= knownAt)) context.learn(value);
	}

	let current: string | undefined;
	// What the chatbot itself is told is enough for the rest.
	const leave = findChannel(context.settings.key).join({
		...context.member,
		setReady() {},
		see({ session, value, seenAt = Date.now() }) {
			if (isSignal(value) || isPause(value)) knownAt = seenAt;
			current = session;
			feed.follow(session);
		},
		hearDelivered(_signal, writtenAt) {
			knownAt = toDate(writtenAt);
		},
		log() {},
	});
	// Not before it is known what is older: a feed begins with what it has told others.
	const stopListening = feed.listen({ hear, log }, current);
	return () => {
		stopListening();
		leave();
	};
}

export function connectRelay(context: ChatbotContext, url: string | URL, options?: RelayOptions): () => void {
	return startUndoable(context.life.signal, options, () => {
		const address = readAddress(url);
		if (globalThis.crypto?.subtle) {
			return follow(context, findFeed(address, Boolean(ownOptions(options).withCredentials)));
		}
		console.error("Expected a secure context (https: or localhost) for connectRelay, got", location.origin);
		return () => {};
	});
}
