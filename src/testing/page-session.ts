import type { FakeCrispSettings } from "./options.js";
import type { Server } from "./server.js";
import type { Timers } from "./timers.js";
import type { SessionValue } from "./values.js";

/** ms in which the client collects writes. Observed: Crisp client 2.10–2.17. */
const WRITE_WINDOW = 500;

/** The session as one page holds it: a local copy of its data, and a line to the server. */
export interface PageSession {
	/** `null` until the session is joined; stays readable while the connection is lost. */
	readonly identifier: string | null;
	readonly isConnected: boolean;
	/** Whether a message would reach the server now. */
	readonly canSend: boolean;
	load(): void;
	read(key: string): unknown;
	write(data: Map<string, SessionValue>): void;
	reset(): void;
	drop(): void;
	restore(): void;
}

export function createPageSession(
	server: Server,
	{ socket, joinDelay, reconnectDelay }: FakeCrispSettings,
	timers: Timers,
	isConnected: boolean,
	onChange: () => void,
): PageSession {
	let session = "";
	/** The local copy. */
	let local = new Map<string, unknown>();
	let isLoaded = false;
	/** What was written in the window that is open. */
	let written: Map<string, SessionValue> | undefined;
	let isJoined = false;
	/** `joinDelay` has passed: if not joined, it waits for the connection. */
	let isJoinDue = false;
	let cancelJoin = () => {};
	let cancelReconnect = () => {};

	function open(id: string) {
		session = id;
		// The only time that the server's data is read: what changes there later does not reach an open page.
		// Observed: Crisp client 2.10–2.17.
		local = server.read(id);
		isLoaded = true;
		cancelJoin();
		cancelJoin = timers.later(() => {
			isJoinDue = true;
			if (isConnected) join();
		}, joinDelay);
	}

	function join() {
		// What was written before stays local: joining sends nothing. Observed: Crisp client 2.10–2.17.
		isJoined = true;
		onChange();
	}

	/** Local values win over the server's, also over a pause that came in between. Observed: Crisp client 2.10–2.17. */
	function rejoin() {
		const known = server.read(session);
		const differing = [...local].filter(([key, value]) => known.get(key) !== value);
		if (differing.length) server.receive(session, Object.fromEntries(differing), "rejoin");
	}

	function reconnect() {
		isConnected = true;
		if (isJoined && socket) rejoin();
		else if (isJoinDue) join();
		onChange();
	}

	function closeWindow(values: Map<string, SessionValue>) {
		written = undefined;
		const changed = [...values].filter(([key, value]) => local.get(key) !== value);
		// A repeated value goes nowhere. Observed: Crisp client 2.10–2.17.
		if (!changed.length) return;
		// Parked by Crisp's client in a list that was never seen to be sent; reading back shows the old value.
		// Observed: Crisp client 2.10–2.17.
		if (isJoined && !isConnected) return;
		for (const [key, value] of changed) local.set(key, value);
		if (isJoined) server.receive(session, Object.fromEntries(changed), "write");
	}

	return {
		get identifier() {
			return isJoined ? session : null;
		},
		get isConnected() {
			return isConnected;
		},
		get canSend() {
			return socket && isJoined && isConnected;
		},
		load: () => open(server.state.session),
		read(key) {
			// Observed: Crisp client 2.10–2.17.
			if (!isLoaded) throw new TypeError("Session data is not loaded");
			// Falsy values read as null. Observed: Crisp client 2.10–2.17.
			return local.get(key) || null;
		},
		write(data) {
			if (!socket) return;
			if (!written) {
				const values = new Map<string, SessionValue>();
				written = values;
				// A reset does not cancel it: the values then land in the new session. Observed: Crisp client 2.10–2.17.
				timers.later(() => closeWindow(values), WRITE_WINDOW);
			}
			for (const [key, value] of data) written.set(key, value);
		},
		reset() {
			isJoined = false;
			isJoinDue = false;
			open(server.startSession());
		},
		drop() {
			cancelReconnect();
			isConnected = false;
			onChange();
		},
		restore() {
			cancelReconnect();
			if (!isConnected) cancelReconnect = timers.later(reconnect, reconnectDelay);
		},
	};
}
