import { createLine, type Line } from "./line.js";
import type { FakeCrispSettings } from "./options.js";
import type { SegmentsChange } from "./segments.js";
import type { Server } from "./server.js";
import { createSessionData, type SessionData } from "./session-data.js";
import type { Timers } from "./timers.js";
import type { SessionValue } from "./values.js";
import { createWriteWindow, type WriteWindow } from "./write-window.js";

/** The session as one page holds it: a local copy of its data, and a line to the server. */
export interface PageSession {
	/** `null` until the session is joined; stays readable while the connection is lost. */
	readonly identifier: string | null;
	readonly line: Line;
	readonly writeWindow: WriteWindow;
	/** Whether a message would reach the server now. */
	readonly canSend: boolean;
	load(): void;
	read(key: string): unknown;
	/** The local copy itself, unless `liveData` is `false`. */
	readAll(): SessionData;
	write(data: Map<string, SessionValue>): void;
	setSegments(change: SegmentsChange): void;
	reset(): void;
}

export function createPageSession(
	server: Server,
	settings: FakeCrispSettings,
	timers: Timers,
	isNetworkUp: boolean,
	onChange: () => void,
): PageSession {
	const { socket, liveData, writeWindow: windowLength, carry, joinDelay } = settings;
	const line = createLine(settings, timers, isNetworkUp, onConnect, onChange);
	const writeWindow = createWriteWindow(windowLength, onWindowClose);
	let session: string;
	/** The local copy. Pages hold it, so a join puts another object here and a write changes this one. */
	let local: SessionData;
	let isLoaded = false;
	let isJoined = false;
	/** `joinDelay` has passed: if not joined, it waits for the connection. */
	let isJoinDue = false;
	let cancelJoin = () => {};
	/** Set before the session was joined. */
	let waitingSegments: SegmentsChange[] = [];

	/**
	 * Only here the server's data is read: what changes there later does not reach an open page. What the page holds wins,
	 * falsy values too; a key that it does not hold is taken from the server. Observed: Crisp client 2.10–2.17.
	 */
	function readServer() {
		local = createSessionData([...server.read(session), ...Object.entries(local)]);
	}

	function open(id: string) {
		session = id;
		local = createSessionData([]);
		if (line.isAlive) readServer();
		isLoaded = true;
		cancelJoin();
		cancelJoin = timers.later(() => {
			isJoinDue = true;
			if (line.isAlive) join();
		}, joinDelay);
	}

	function join() {
		// What was written before stays local: joining sends nothing. Observed: Crisp client 2.10–2.17.
		readServer();
		isJoined = true;
		for (const change of waitingSegments.splice(0)) setSegments(change);
		onChange();
	}

	function send(data: SessionData, reason: "write" | "rejoin") {
		const hasArrived = carry(`42${JSON.stringify(["session:set_data", data])}`);
		if (hasArrived) server.receive(session, data, reason);
	}

	/** Assumed, not seen: those of a page's own snippet are sent with the join, and others while the line is lost are lost. */
	function setSegments(change: SegmentsChange) {
		if (!isJoined) waitingSegments.push(change);
		else if (socket && line.isAlive) server.receiveSegments(session, change);
	}

	/** Local values win over the server's, also over a pause that came in between. Observed: Crisp client 2.10–2.17. */
	function rejoin() {
		const known = server.read(session);
		readServer();
		const differing = Object.entries(local).filter(([key, value]) => known.get(key) !== value);
		if (socket && differing.length) send(Object.fromEntries(differing), "rejoin");
	}

	function onConnect() {
		if (isJoined) rejoin();
		else if (isJoinDue) join();
	}

	function onWindowClose(values: Map<string, SessionValue>) {
		const changed = [...values].filter(([key, value]) => local[key] !== value);
		// A repeated value goes nowhere. Observed: Crisp client 2.10–2.17.
		if (!changed.length) return;
		// Parked by Crisp's client in a list that was never seen to be sent; reading back shows the old value.
		// Observed: Crisp client 2.10–2.17.
		if (isJoined && !line.isConnected) return;
		for (const [key, value] of changed) local[key] = value;
		// On a line that has died unnoticed it reads back, and is lost. Observed: Crisp client 2.10–2.17.
		if (isJoined && line.isAlive) send(Object.fromEntries(changed), "write");
	}

	function checkLoaded() {
		// Observed: Crisp client 2.10–2.17.
		if (!isLoaded) throw new TypeError("Session data is not loaded");
	}

	return {
		line,
		writeWindow,
		get identifier() {
			return isJoined ? session : null;
		},
		get canSend() {
			return socket && isJoined && line.isAlive;
		},
		load: () => open(server.state.session),
		read(key) {
			checkLoaded();
			// Falsy values read as null. Observed: Crisp client 2.10–2.17.
			return local[key] || null;
		},
		readAll() {
			checkLoaded();
			// Not a copy: deleting from it takes, and sends nothing. Observed: Crisp client 2.10–2.17.
			return liveData ? local : createSessionData(Object.entries(local));
		},
		write(data) {
			if (socket) writeWindow.write(data);
		},
		setSegments,
		reset() {
			isJoined = false;
			isJoinDue = false;
			waitingSegments = [];
			// An open write window is not cancelled: its values land in the new session. Observed: Crisp client 2.10–2.17.
			open(server.startSession());
		},
	};
}
