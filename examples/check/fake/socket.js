/** In place of the browser's WebSocket, for the fake: leads to a server that takes every frame. */
export class FakeSocket extends EventTarget {
	/** How many frames have arrived there, from all sockets. */
	static arrived = 0;
	readyState = WebSocket.CONNECTING;

	constructor() {
		super();
		setTimeout(() => this.#enter(WebSocket.OPEN, "open"));
	}

	send(_frame) {
		if (this.readyState === WebSocket.OPEN) FakeSocket.arrived += 1;
	}

	close() {
		setTimeout(() => this.#enter(WebSocket.CLOSED, "close"));
	}

	#enter(state, event) {
		if (this.readyState >= state) return;
		this.readyState = state;
		this.dispatchEvent(new Event(event));
	}
}
