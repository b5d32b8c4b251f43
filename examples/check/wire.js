import { findValue, readEvent } from "./frames.js";

/**
 * Stands around `WebSocket` from now on, on this page only: notes what crosses the wire, and can cut it. To be called before
 * Crisp loads. What Crisp sends by other ways (HTTP, a worker) is not seen.
 */
export function watchWire() {
	const sockets = new Set();
	/** Those on which nothing arrives any more, while both ends take them for open. */
	const dead = new Set();
	/** Each event that the page has sent, oldest first: `{ name, args, isLost }`. */
	const events = [];
	const count = { opened: 0, frames: 0 };

	function watch(socket) {
		socket.addEventListener("open", () => {
			sockets.add(socket);
			count.opened += 1;
		});
		// The first listener: what it stops, the client does not hear.
		socket.addEventListener("message", (event) => {
			if (dead.has(socket)) event.stopImmediatePropagation();
		});
		socket.addEventListener("close", () => {
			sockets.delete(socket);
			dead.delete(socket);
		});
		const send = socket.send.bind(socket);
		socket.send = (frame) => {
			count.frames += 1;
			const isLost = dead.has(socket);
			const event = readEvent(frame);
			if (event) events.push({ ...event, isLost });
			if (!isLost) send(frame);
		};
	}

	window.WebSocket = new Proxy(window.WebSocket, {
		construct(target, args, newTarget) {
			const socket = Reflect.construct(target, args, newTarget);
			watch(socket);
			return socket;
		},
	});

	const closeAll = (list) => {
		for (const socket of [...list]) socket.close();
	};

	return {
		/** How many sockets have been opened so far. */
		get opened() {
			return count.opened;
		},
		/** Whether there is a socket that can be cut. */
		get isOpen() {
			return sockets.size > 0;
		},
		/** Whether frames have been seen that could be read. */
		get isReadable() {
			return events.length > 0;
		},
		/** In words, for the report. */
		describe() {
			if (!count.opened) return "no WebSocket of this page";
			return events.length
				? "text frames of socket.io"
				: `no text of socket.io in what was sent (frames: ${count.frames})`;
		},
		/** The place in what was sent, for `sentSince`. */
		mark: () => events.length,
		/** What has been sent under this key since then: `{ name, value, isLost }`. */
		sentSince(mark, key) {
			const sent = events.slice(mark).map(({ name, args, isLost }) => ({ name, value: findValue(args, key), isLost }));
			return sent.filter(({ value }) => value !== undefined);
		},
		/** The line is lost, and the client knows. */
		close: () => closeAll(sockets),
		/** The line dies unnoticed. A new socket would be good, as after a change from wifi to mobile. */
		kill() {
			for (const socket of sockets) dead.add(socket);
		},
		/** Ends what has died, as the client would when it misses the server's ping. That takes up to 45 s. */
		endDead: () => closeAll(dead),
	};
}
