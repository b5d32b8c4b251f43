import { type Chatbot, listen, startListening } from "./chatbot.js";
import { startTimer } from "./clock.js";
import { ownOptions, type UndoOptions } from "./options.js";
import { hashSession } from "./session-hash.js";
import { isPause, isSignal } from "./signals.js";

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

interface RelayEvent {
	readonly value: string;
	/** When it happened, by Crisp's clock: ms since 1970. */
	readonly at: number;
	/** ms since then, when the relay wrote it. */
	readonly age: number;
}

/** Undefined for anything that no relay sends. */
function parseEvent(data: string): RelayEvent | undefined {
	try {
		const { value, at, age = Date.now() - Number(at) } = JSON.parse(data) as Partial<RelayEvent>;
		const isKnown = (isSignal(value) || isPause(value)) && Number.isFinite(at) && Number.isFinite(age);
		return isKnown ? ({ value, at, age: Math.max(0, age) } as RelayEvent) : undefined;
	} catch {
		return undefined;
	}
}

/** In the same millisecond the text decides, which puts commands after pauses, as in the relay: "c" < "p" < "s". */
const isNewer = (event: RelayEvent, other: RelayEvent | undefined): boolean =>
	!other || (event.at === other.at ? event.value > other.value : event.at > other.at);

/** @throws TypeError */
function readAddress(url: unknown): URL {
	let address: URL | undefined;
	try {
		// An empty one would be that of the page.
		if (url) address = new URL(`${url}`, document.baseURI);
	} catch {
		// Not by URL.canParse, which the oldest supported browsers lack.
	}
	if (!address?.protocol.startsWith("http")) throw new TypeError(`Expected url to be a relay's address, got ${url}`);
	address.hash = "";
	return address;
}

/**
 * One event stream, open only while somebody can see the page: a browser opens six connections to a site over HTTP/1.1, and
 * tabs in the background would use them up.
 */
function follow({ now, log, hear, state }: Chatbot, url: URL, withCredentials: boolean, signal: AbortSignal) {
	const startedAt = now();
	/** Whose stream it is. */
	let session: string | undefined;
	let source: EventSource | undefined;
	let cancelRetry: (() => void) | undefined;
	/** The newest event of this session, and when it happened by the page's clock. */
	let newest: (RelayEvent & { heardAt: number }) | undefined;
	/** Counts the joins. */
	let turn = 0;

	function close() {
		source?.close();
		source = undefined;
	}

	function open() {
		close();
		if (!session || cancelRetry || document.visibilityState !== "visible") return;
		let opened: EventSource;
		try {
			opened = new EventSource(url.href, { withCredentials });
		} catch (error) {
			// There is none here; or the page's Content-Security-Policy forbids it, which throws in WebKit.
			session = undefined;
			return log(`relay: ${error}`);
		}
		source = opened;
		opened.onopen = () => {
			if (opened === source) return log("relay: open");
			// WebKit opens a stream again that was closed when its page went into the back/forward cache.
			opened.close();
		};
		opened.onmessage = ({ data }) => receive(data);
		opened.onerror = () => {
			const isGivenUp = source?.readyState === EventSource.CLOSED;
			log(`relay: ${isGivenUp ? "refused, or no event stream" : "closed or out of reach"}`);
			// Otherwise the browser reconnects by itself.
			if (isGivenUp) openLater();
		};
	}

	/** After 30 to 60 s: at random, so that the pages of a site do not come back all at once. */
	function openLater() {
		close();
		const retry = () => {
			cancelRetry = undefined;
			open();
		};
		cancelRetry = startTimer(retry, 30_000 * (1 + Math.random()));
	}

	function receive(data: string) {
		const event = parseEvent(data);
		if (!event || !isNewer(event, newest)) return log(`relay: ignored ${data}`);
		log(`relay: ${event.value}`);
		// Counted back from the arrival: the visitor's clock plays no part. Two that arrive at once keep their order.
		const heardAt = Math.max(newest?.heardAt ?? Number.NEGATIVE_INFINITY, now() - event.age);
		newest = { ...event, heardAt };
		hear(event.value, "relay", heardAt, heardAt < startedAt);
	}

	/** Crisp has joined. If that is a reconnect, this stream may have died with the line, too. */
	async function join(joined: string) {
		if (joined !== session) {
			session = undefined;
			newest = undefined;
			close();
		}
		turn += 1;
		const ownTurn = turn;
		const hash = await hashSession(joined);
		if (turn !== ownTurn || signal.aborted) return;
		session = joined;
		url.searchParams.set("session", hash);
		open();
	}

	const startToJoin = (joined: string) => void join(joined).catch((error) => log(`relay: ${error}`));
	const followVisibility = () => (document.visibilityState === "visible" ? source || open() : close());

	listen(document, "visibilitychange", followVisibility, signal);
	listen(window, "online", open, signal);
	signal.addEventListener("abort", state.listen("join", startToJoin));
	signal.addEventListener("abort", () => {
		close();
		cancelRetry?.();
	});
	if (state.session) startToJoin(state.session);
}

/**
 * Hears live that Enum has paused, or was started again from elsewhere, from the relay that your server runs
 * (`crisp-signals/server`), by server-sent events. One stream, open while somebody can see the page and Crisp has joined its
 * session. The browser reconnects it; one that the browser has given up is opened again after 30 to 60 s. A relay that is
 * down, slow or wrong is told in `debug` only. On a server nothing happens.
 *
 * @param url the relay's address. One of another origin has to allow this one by its option `origin`.
 * @param options See {@link RelayOptions}; `signal` undoes it when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the address is none of http or https, or `signal` no `AbortSignal`. On a page without a secure context
 * (https, or localhost) one error is written to the console, and nothing else happens.
 * @example
 * const undo = connectRelay("/crisp-signals");
 */
export function connectRelay(url: string | URL, options?: RelayOptions): () => void {
	return startListening(options, (chatbot, signal) => {
		const address = readAddress(url);
		if (globalThis.crypto?.subtle) follow(chatbot, address, Boolean(ownOptions(options).withCredentials), signal);
		else console.error("Expected a secure context (https: or localhost) for connectRelay, got", location.origin);
	});
}
