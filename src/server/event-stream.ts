import { encode, encodeComment } from "eventsource-encoder";

const toBytes = (text: string) => new TextEncoder().encode(text);

/** Proxies pass it on, and browsers ignore it. */
const COMMENT = toBytes(encodeComment(""));

/** Bytes that wait for a reader that does not read. An event is about 100. */
const MAX_UNREAD = 64 * 1024;

export type ServerSentEvent = Parameters<typeof encode>[0];

/** The server's end of one EventSource. */
export interface EventStream {
	body: ReadableStream<Uint8Array<ArrayBuffer>>;
	send(event: ServerSentEvent): void;
	/** Ends it, after what was sent. */
	close(): void;
}

/**
 * @param heartbeat ms between two comments, which keep proxies from closing an idle stream.
 * @param onEnd is called once: it was closed, its reader has left, or does not read.
 */
export function openEventStream(heartbeat: number, onEnd: () => void): EventStream {
	let controller!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
	let isOpen = true;
	const strategy = new ByteLengthQueuingStrategy({ highWaterMark: MAX_UNREAD });
	const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
		start(given) {
			controller = given;
		},
		cancel: end,
	};
	const body = new ReadableStream(source, strategy);
	const unread = () => MAX_UNREAD - (controller.desiredSize ?? 0);
	const timer = setInterval(() => {
		if (!unread()) write(COMMENT);
	}, heartbeat);

	function end(): void {
		isOpen = false;
		clearInterval(timer);
		onEnd();
	}

	function write(bytes: Uint8Array<ArrayBuffer>): void {
		if (!isOpen) return;
		if (unread() < MAX_UNREAD) {
			controller.enqueue(bytes);
			return;
		}
		end();
		// What waits is dropped with it.
		controller.error(new Error("The reader of an event stream does not read"));
	}

	// Headers travel with the first bytes.
	write(COMMENT);
	return {
		body,
		send: (event) => write(toBytes(encode(event))),
		close() {
			if (!isOpen) return;
			end();
			controller.close();
		},
	};
}
