import { createFakeCrisp } from "../../testing.js";
import { KEY } from "../crisp.js";
import { FakeSocket } from "./socket.js";
import { VARIANTS } from "./variants.js";

/** ms. Crisp's own client takes 7 to 25 s. */
const RECONNECT_DELAY = 1500;

/** The page's clients share a server. Enum listens to this page's key, so that the second client can write it. */
const SHARED = { storage: sessionStorage, storageKey: "check", key: KEY };

/** To be called before anything stands around `WebSocket`. */
export function replaceWebSocket() {
	const { CONNECTING, OPEN, CLOSED } = WebSocket;
	window.WebSocket = Object.assign(FakeSocket, { CONNECTING, OPEN, CLOSED });
}

/**
 * A fake Crisp whose messages take the page's `WebSocket`, as the real one's do.
 *
 * @param variant one of `VARIANTS`, or nothing for a fake that behaves as observed.
 */
export function loadFake(variant) {
	const { options, isBinary } = VARIANTS[variant] ?? {};
	let socket;

	function carry(frame) {
		const { arrived } = FakeSocket;
		socket.send(isBinary ? new TextEncoder().encode(frame) : frame);
		return FakeSocket.arrived > arrived;
	}

	const fake = createFakeCrisp({ ...SHARED, ...options, carry });

	function connect() {
		socket = new window.WebSocket("wss://fake.invalid/");
		socket.addEventListener("open", () => fake.restore());
		socket.addEventListener("close", () => {
			fake.drop();
			setTimeout(connect, RECONNECT_DELAY);
		});
	}

	connect();
	fake.install();
}

/** A frame has no time of its own. */
export function takeTimeOf(page) {
	window.setTimeout = (...args) => page.setTimeout(...args);
	window.clearTimeout = (id) => page.clearTimeout(id);
	Date.now = () => page.Date.now();
}
