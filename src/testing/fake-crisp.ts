import { type CrispPage, type PushedCommand, startClient } from "./client.js";
import { type FakeCrispOptions, resolveOptions } from "./options.js";
import { createServer, type EnumLogEntry, type WireEntry } from "./server.js";

/**
 * A stand-in for Crisp's browser client on this page, and for Crisp's server with Enum behind it. Comes from
 * {@link createFakeCrisp}.
 *
 * @example
 * const crisp: FakeCrisp = createFakeCrisp();
 * crisp.install();
 * crisp.pause("human"); // The page learns of it when it loads again.
 * crisp.reload();
 */
export interface FakeCrisp {
	/** What the site's Crisp snippet does: `$crisp = []` (what was queued before is gone), then l.js loads the client. */
	install(): void;
	/** The l.js part of `install` alone, for a page that has run the snippet's assignment itself. */
	runScript(): void;
	/** A page load without a page: the client, its timers and handlers are thrown away, `install` runs, the server stays. */
	reload(): void;
	/** Ends the client and takes `$crisp` off the page, for the end of a test. The server stays. */
	unload(): void;
	/** The connection is lost, and stays so over a `reload`. */
	drop(): void;
	/**
	 * The network is back: `reconnectDelay` ms later the client rejoins, and its local values win over the server's. Observed:
	 * Crisp client 2.10–2.17.
	 */
	restore(): void;
	/** Enum pauses: it writes `chatbot_paused:<reason>` on the server. `reason` is `"human"` by default. */
	pause(reason?: string): void;
	/** Another writer (REST, the Crisp bot) sets Enum's key on the server. */
	setServerData(value: unknown): void;
	/**
	 * The visitor clicks a choice of a picker that `message:show` has shown; the newest, if several have it. While nothing
	 * can be sent, the click is lost. Throws an `Error` if no picker has that choice.
	 */
	clickPicker(choiceValue: string): void;
	/** The current session on the server. */
	readonly session: string;
	/** What the server holds under Enum's key in the current session; `undefined` for nothing. */
	readonly serverValue: unknown;
	/** Whether this page has joined its session. Stays `true` while the connection is lost. */
	readonly isJoined: boolean;
	/** `false` between `drop` and the end of the reconnect, and where there is no client. */
	readonly isConnected: boolean;
	/** All that went from clients to the server. */
	readonly wire: readonly WireEntry[];
	/** What Enum was told: each change of its key to `start_chatbot` or `pause_chatbot`, and each click on such a button. */
	readonly told: readonly string[];
	/** Each change of Enum's key on the server, dummies and pauses included. */
	readonly enumLog: readonly EnumLogEntry[];
	/** Names of the events that have an `on` handler on this page. */
	readonly handlers: readonly string[];
	/** All commands that reached this page's client, directly or from the array that stood in for it. */
	readonly pushed: readonly PushedCommand[];
	/** Calls `listener` after each change on the server, of the connection or of the client, made by this page. Returns its undo. */
	onChange(listener: () => void): () => void;
}

/**
 * Makes a stand-in for Crisp that behaves as Crisp's own client does in a browser (observed on 2.10–2.17), without
 * loading anything. Nothing happens on the page before `install()`. It keeps time through `setTimeout` and `Date.now`
 * only, so fake timers drive it.
 *
 * @param options See {@link FakeCrispOptions}. Delays are in ms.
 * @example
 * vi.useFakeTimers();
 * const crisp = createFakeCrisp();
 * crisp.install();
 * const receipt = startChatbot();
 * await vi.advanceTimersByTimeAsync(5_000);
 * await receipt;
 * expect(crisp.told).toEqual(["start_chatbot"]);
 * crisp.unload();
 */
export function createFakeCrisp(options: FakeCrispOptions = {}): FakeCrisp {
	const settings = resolveOptions(options);
	const listeners = new Set<() => void>();
	const server = createServer(settings, notify);
	let isOnline = true;
	let client: ReturnType<typeof startClient> | undefined;

	function notify() {
		for (const listener of [...listeners]) listener();
	}

	function runScript() {
		// A page has one client: a second l.js starts over.
		client?.stop();
		client = settings.blocked ? undefined : startClient(server, settings, isOnline, notify);
		notify();
	}

	function install() {
		const page = globalThis as CrispPage;
		page.$crisp = [];
		page.CRISP_WEBSITE_ID = "fake-crisp";
		runScript();
	}

	return {
		install,
		runScript,
		reload: install,
		unload() {
			client?.stop();
			client = undefined;
			const page = globalThis as CrispPage;
			delete page.$crisp;
			delete page.CRISP_WEBSITE_ID;
			notify();
		},
		drop() {
			isOnline = false;
			client?.session.drop();
		},
		restore() {
			isOnline = true;
			client?.session.restore();
		},
		pause: (reason = "human") => server.set(`chatbot_paused:${reason}`, "enum"),
		setServerData: (value) => server.set(value, "server"),
		clickPicker(choiceValue) {
			if (!client?.clickPicker(choiceValue))
				throw new Error(`Expected a shown picker with the choice "${choiceValue}"`);
		},
		get session() {
			return server.state.session;
		},
		get serverValue() {
			const { session } = server.state;
			return server.read(session).get(settings.key);
		},
		get isJoined() {
			return client !== undefined && client.session.identifier !== null;
		},
		get isConnected() {
			return client?.session.isConnected ?? false;
		},
		get wire() {
			return server.state.wire;
		},
		get told() {
			return server.state.told;
		},
		get enumLog() {
			return server.state.enumLog;
		},
		get handlers() {
			return client?.handlers ?? [];
		},
		get pushed() {
			return client?.pushed ?? [];
		},
		onChange(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
