import { listen } from "../page/listen.js";

/** An event stream that is opened again whenever it ends. */
export interface Stream {
	/** Listens at this address, and no longer at another one. */
	follow(address: string): void;
	/** Listens no more, until the next `follow`. */
	end(): void;
}

interface StreamOptions {
	withCredentials: boolean;
	/** The answer's headers are here. */
	onOpen(): void;
	onMessage(data: unknown): void;
	log(step: string): void;
}

/** ms from an error to the next attempt: at first, and at most. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/** ms for which a stream has to be open before the pauses are short again. */
const STABLE_TIME = 60_000;

/** ms until an answer that does not come is no longer waited for. */
const PATIENCE = 30_000;

/**
 * Open only while somebody can see the page: a browser opens six connections to a site over HTTP/1.1, and tabs in the
 * background would use them up. It reopens by itself, since a browser's own EventSource gives up after many errors, and asks
 * again after others without a growing pause.
 */
export function createStream({ withCredentials, onOpen, onMessage, log }: StreamOptions): Stream {
	let address: string | undefined;
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let pause = FIRST_PAUSE;
	/** The relay serves so many pages of one session; this one made room for another. */
	let isReplaced = false;
	let page = new AbortController();

	function close() {
		clearTimeout(timer);
		source?.close();
		source = undefined;
	}

	function retryLater(reason: string) {
		close();
		// At random, so that the pages of a site do not come back to a relay at the same moment.
		const wait = Math.round(pause * (0.5 + Math.random() / 2));
		pause = Math.min(pause * 2, LONGEST_PAUSE);
		timer = setTimeout(open, wait);
		log(`relay: ${reason}, tries again in ${wait} ms`);
	}

	function open() {
		close();
		if (address === undefined || isReplaced || document.visibilityState !== "visible") return;
		source = new EventSource(address, { withCredentials });
		timer = setTimeout(retryLater, PATIENCE, "no answer");
		source.onopen = () => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				pause = FIRST_PAUSE;
			}, STABLE_TIME);
			log("relay: open");
			onOpen();
		};
		source.onmessage = ({ data }) => onMessage(data);
		source.onerror = () => retryLater("closed or out of reach");
		source.addEventListener("replaced", () => {
			isReplaced = true;
			close();
			log("relay: replaced by another page, waits until somebody looks at this one");
		});
	}

	function openIfClosed() {
		if (!source) open();
	}

	function show() {
		if (document.visibilityState !== "visible") return close();
		isReplaced = false;
		openIfClosed();
	}

	function listenToPage() {
		page = new AbortController();
		listen(
			// One that seems to be open when the line is back may have died unnoticed.
			{ visibilitychange: show, focus: show, pagehide: close, pageshow: openIfClosed, online: open },
			{ signal: page.signal },
		);
	}

	function end() {
		address = undefined;
		page.abort();
		close();
	}

	return {
		follow(next) {
			end();
			address = next;
			isReplaced = false;
			listenToPage();
			open();
		},
		end,
	};
}
