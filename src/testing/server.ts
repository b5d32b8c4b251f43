import type { FakeCrispSettings } from "./options.js";
import { changeSegments, type SegmentsChange } from "./segments.js";

/**
 * One message from the client to Crisp's server.
 *
 * @example
 * const sentAgain = ({ reason }: WireEntry) => reason === "rejoin";
 * console.log(createFakeCrisp().wire.some(sentAgain));
 */
export interface WireEntry {
	/** `Date.now()` when it was sent. */
	readonly at: number;
	/** The id of the session it belongs to. */
	readonly session: string;
	/** The changed keys of the session data; for `"picker"` the picker as the visitor left it; for `"segments"` all of them. */
	readonly data: Readonly<Record<string, unknown>>;
	/** A write of the page; what the client sent again after a lost connection; a click on a picker's choice; new segments. */
	readonly reason: "write" | "rejoin" | "picker" | "segments";
}

/**
 * One change of Enum's key on the server.
 *
 * @example
 * const isPause = ({ by }: EnumLogEntry) => by === "enum";
 * console.log(createFakeCrisp().enumLog.filter(isPause).length);
 */
export interface EnumLogEntry {
	/** `Date.now()` of the change. */
	readonly at: number;
	/** The id of the session it belongs to. */
	readonly session: string;
	/** What the key holds from then on: a signal, a pause, or a dummy. */
	readonly value: unknown;
	/** Who wrote it: a page, Enum, or another writer on the server. */
	readonly by: "client" | "enum" | "server";
}

type Data = Record<string, unknown>;

/** What is new in the session data. */
export interface DataChange {
	/** `Date.now()` of the change. */
	at: number;
	session: string;
	/** The changed keys. */
	data: Readonly<Data>;
}

interface ServerState {
	/** The current one. */
	session: string;
	/** By session. */
	data: Record<string, Data>;
	/** By session. */
	segments: Record<string, string[]>;
	wire: WireEntry[];
	told: string[];
	enumLog: EnumLogEntry[];
}

/** Crisp's server with Enum behind it. */
export interface Server {
	readonly state: Readonly<ServerState>;
	read(session: string): Map<string, unknown>;
	startSession(): string;
	/** Session data from a page. */
	receive(session: string, data: Data, reason: "write" | "rejoin"): void;
	/** A picker from a page, after a click on one of its choices. */
	receiveChoice(session: string, picker: Data, choice: string): void;
	receiveSegments(session: string, change: SegmentsChange): void;
	/** Enum or another writer sets Enum's key. */
	set(value: unknown, by: "enum" | "server"): void;
}

const COMMAND = /^(?:start|pause)_chatbot$/;
/** The ids of buttons that Enum recognises. */
const CHOICE = /^enum:((?:start|pause)_chatbot)$/;

function addSession(state: ServerState): string {
	const count = Object.keys(state.data).length + 1;
	// Two pages that share no storage may share a relay, which tells sessions by their ids.
	state.session = `session_${Math.random().toString(36).slice(2)}_${count}`;
	state.data[state.session] = {};
	return state.session;
}

export function createServer(
	{ storage, storageKey, key }: FakeCrispSettings,
	onChange: () => void,
	onDataChange: (change: DataChange) => void,
): Server {
	// Read anew every time: another tab may have changed it.
	function load(): ServerState {
		const text = storage.getItem(storageKey);
		// What an older version has stored knows no segments.
		if (text !== null) return { segments: {}, ...JSON.parse(text) };
		const state: ServerState = { session: "", data: {}, segments: {}, wire: [], told: [], enumLog: [] };
		addSession(state);
		save(state);
		return state;
	}

	/** Old libraries (Prototype 1.6) give arrays a `toJSON` that makes a text of them: what stands there itself is taken. */
	function getOwnValue(this: Record<string, unknown>, name: string): unknown {
		return this[name];
	}
	const save = (state: ServerState) => storage.setItem(storageKey, JSON.stringify(state, getOwnValue));

	function change<T>(edit: (state: ServerState) => T): T {
		const state = load();
		const result = edit(state);
		save(state);
		onChange();
		return result;
	}

	// A session that the server does not know, because its storage was cleared, is an empty one.
	const read = (state: ServerState, session: string) => new Map(Object.entries(state.data[session] ?? {}));

	function write(state: ServerState, session: string, data: Data, by: EnumLogEntry["by"]) {
		const before = read(state, session);
		// Enum and web hooks hear of changes only.
		const changed = new Map(Object.entries(data).filter(([name, value]) => value !== before.get(name)));
		if (!changed.size) return;
		const at = Date.now();
		state.data[session] = Object.fromEntries([...before, ...changed]);
		onDataChange({ at, session, data: Object.fromEntries(changed) });
		if (!changed.has(key)) return;
		const value = changed.get(key);
		state.enumLog.push({ at, session, value, by });
		if (typeof value === "string" && COMMAND.test(value)) state.told.push(value);
	}

	return {
		get state() {
			return load();
		},
		read: (session) => read(load(), session),
		startSession: () => change(addSession),
		receive: (session, data, reason) =>
			change((state) => {
				state.wire.push({ at: Date.now(), session, data, reason });
				write(state, session, data, "client");
			}),
		receiveChoice: (session, picker, choice) =>
			change((state) => {
				state.wire.push({ at: Date.now(), session, data: picker, reason: "picker" });
				const command = CHOICE.exec(choice)?.[1];
				if (command) state.told.push(command);
			}),
		receiveSegments: (session, segmentsChange) =>
			change((state) => {
				const segments = changeSegments(state.segments[session] ?? [], segmentsChange);
				state.segments[session] = segments;
				state.wire.push({ at: Date.now(), session, data: { segments }, reason: "segments" });
			}),
		set: (value, by) => change((state) => write(state, state.session, { [key]: value }, by)),
	};
}
