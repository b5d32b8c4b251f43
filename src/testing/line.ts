import type { FakeCrispSettings } from "./options.js";
import type { Timers } from "./timers.js";

/** The connection of one client to the server: a socket, on a network that can be down. */
export interface Line {
	/** What the client believes. */
	readonly isConnected: boolean;
	/** Whether a message would arrive now. `false` on a line that has died, although the client may not know. */
	readonly isAlive: boolean;
	/** The network goes down, and the client knows at once. */
	drop(): void;
	/** The socket dies, the network stays, and the client does not know. */
	dropUnnoticed(): void;
	/** The network is back. */
	restore(): void;
	/** The page is hidden for good, or goes into the back/forward cache. */
	hide(): void;
	/** The page comes out of the back/forward cache. */
	show(): void;
}

export function createLine(
	{ joinDelay, reconnectDelay, pingTimeout }: FakeCrispSettings,
	timers: Timers,
	isNetworkUp: boolean,
	onConnect: () => void,
	onChange: () => void,
): Line {
	let isConnected = isNetworkUp;
	let isAlive = isNetworkUp;
	let isHidden = false;
	/** Of the connect that is to come, or of the moment in which a dead line is noticed. */
	let cancelPending = () => {};

	function connect() {
		isConnected = true;
		isAlive = true;
		onConnect();
		onChange();
	}

	function disconnect() {
		cancelPending();
		isConnected = false;
		isAlive = false;
		onChange();
	}

	function connectLater(ms: number) {
		cancelPending();
		if (isNetworkUp && !isHidden) cancelPending = timers.later(connect, ms);
	}

	/** The client connects again by itself: only its socket was dead. Observed: Crisp client 2.10–2.17. */
	function notice() {
		disconnect();
		connectLater(reconnectDelay);
	}

	return {
		get isConnected() {
			return isConnected;
		},
		get isAlive() {
			return isAlive;
		},
		drop() {
			isNetworkUp = false;
			disconnect();
		},
		dropUnnoticed() {
			if (!isAlive) return;
			isAlive = false;
			// Nothing tells the client but the server's ping that stays away. Observed: Crisp client 2.10–2.17.
			cancelPending = timers.later(notice, pingTimeout);
		},
		restore() {
			isNetworkUp = true;
			// A line that has died unnoticed stays dead on a good network: only a new socket helps.
			if (!isConnected) connectLater(reconnectDelay);
		},
		hide() {
			isHidden = true;
			disconnect();
		},
		show() {
			// Every page load fires pageshow too.
			if (!isHidden) return;
			isHidden = false;
			connectLater(joinDelay);
		},
	};
}
