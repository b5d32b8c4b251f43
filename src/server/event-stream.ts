import { encode } from "eventsource-encoder";

/** Heartbeats that may find the one before unread. */
const MAX_MISSED = 3;

/** Bytes that wait for a reader that does not read. An event is about 100. */
const MAX_UNREAD = 64 * 1024;

export type EventStream = ReturnType<typeof openEventStream>;

/**
 * ms after which the browser connects again: 2 to 6 s, at random, so that pages do not come back all at once when a relay
 * restarts. In the first minute of a stream it is a tenth of its age at most, so that a host that ends streams keeps the page
 * away for a tenth of its time at most. (Observed: Chromium 156, WebKitGTK 2.50 and Firefox 153 wait as long as they were told
 * last, Firefox half a second at least.)
 *
 * @param age ms for which the stream has been open. One that has just begun may end at once, and gets the longest time.
 */
function findRetryTime(age: number): number {
	const longest = age ? Math.min(6000, Math.max(900, age / 10)) : 6000;
	return Math.round((longest * (1 + 2 * Math.random())) / 3);
}

/**
 * The server's end of one EventSource.
 *
 * @param heartbeat ms between two lines that say nothing new, which keep proxies from closing an idle stream.
 * @param onEnd is called once: it was closed, its reader has left, or does not read.
 */
export function openEventStream(heartbeat: number, onEnd: () => void) {
	let controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
	let isOpen = true;
	let age = 0;
	let missed = 0;
	const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
		start(given) {
			controller = given;
		},
		cancel: end,
	};
	const body = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD }));
	const timer = setInterval(beat, heartbeat);

	const unread = () => MAX_UNREAD - (controller.desiredSize ?? 0);

	function beat(): void {
		age += heartbeat;
		missed = unread() ? missed + 1 : 0;
		if (!missed) send({ retry: findRetryTime(age) });
		else if (missed >= MAX_MISSED) giveUp();
	}

	function send(event: Parameters<typeof encode>[0]): void {
		if (!isOpen) return;
		if (unread() < MAX_UNREAD) controller.enqueue(new TextEncoder().encode(encode(event)));
		else giveUp();
	}

	function giveUp(): void {
		end();
		// What waits is dropped with it.
		controller.error(new Error("The reader of an event stream does not read"));
	}

	function end(): void {
		// A reader may leave a stream that was closed before it has read all.
		if (!isOpen) return;
		isOpen = false;
		clearInterval(timer);
		onEnd();
	}

	/** After what was sent. */
	function close(): void {
		if (!isOpen) return;
		controller.close();
		end();
	}

	// Headers travel with the first bytes.
	send({ retry: findRetryTime(0) });
	return { body, send, close };
}
