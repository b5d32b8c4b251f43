import { type Client, type PushedCommand, startClient } from "./client.js";
import { createHooks, type FakeHooks } from "./hooks.js";
import { type FakeCrispDropOptions, type FakeCrispOptions, resolveOptions } from "./options.js";
import { createPageNames, getPage, getWindow } from "./page.js";
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
	/**
	 * What the site's Crisp snippet does: `$crisp = []` (what was queued before is gone), then l.js loads the client. Where Crisp
	 * is on the page already, nothing but the assignment happens: its client lives on at `$__CRISP_INSTANCE`, takes writes and
	 * sends them. A page that deletes `$crisp`, `$__CRISP_INSTANCE` and `$__CRISP_INCLUDED` before gets another client; of the old
	 * one, the open 500 ms write window still closes and sends, and takes writes until then. Observed: Crisp client 2.10–2.17.
	 */
	install(): void;
	/** The l.js part of `install` alone, for a page that has run the snippet's assignment itself. */
	runScript(): void;
	/**
	 * A page load without a page: clients, their timers, handlers and open write windows are thrown away, `install` runs, the
	 * server stays.
	 */
	reload(): void;
	/** Ends the client and takes `$crisp` and Crisp's other names off the page. The server stays. */
	unload(): void;
	/**
	 * For the end of a test: `unload`, and the end of the page's chatbot with its timers and listeners. What is pending rejects
	 * with `ABORTED`. The next use of the library begins from nothing.
	 */
	uninstall(): void;
	/**
	 * The network goes down, and stays so over a `reload`. The client knows at once. A page that opens now has no session data
	 * and does not join before `restore()`.
	 *
	 * With `{ unnoticed: true }` only the line of this page's client dies, and the client does not know: what it writes reads
	 * back and is lost, a click on a picker too. `pingTimeout` ms later it notices, and `reconnectDelay` ms after that it
	 * rejoins by itself. A `reload` connects at once. On a line that is lost already, this does nothing. Observed: Crisp
	 * client 2.10–2.17.
	 */
	drop(options?: FakeCrispDropOptions): void;
	/**
	 * The network is back: `reconnectDelay` ms later the client rejoins. Its local values win over the server's and are sent
	 * again; a key that it does not hold is taken from the server. Observed: Crisp client 2.10–2.17. A line that has died
	 * unnoticed stays dead.
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
	/**
	 * The segments of the current session on the server. `["set", "session:segments", [["new"]]]` adds some, `[["new"], true]` sets
	 * them. Not observed on Crisp's client; as Crisp's help and crisp-sdk-web have it.
	 */
	readonly segments: readonly string[];
	/** Whether this page has joined its session. Stays `true` while the connection is lost. */
	readonly isJoined: boolean;
	/**
	 * What the client believes: `true` also on a line that has died unnoticed, until `pingTimeout`. `false` from then, or from
	 * `drop()`, until the end of the reconnect; from `pagehide` until `joinDelay` ms after `pageshow`; and without a client.
	 */
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
	/** The web hooks that this page's Crisp sends, with the option `hook`. */
	readonly hooks: FakeHooks;
	/** Calls `listener` after each change on the server, of the connection or of the client, made by this page. Returns its undo. */
	onChange(listener: () => void): () => void;
}

const CHATBOT = Symbol.for("crisp-signals:2");

const isClient = (value: unknown) => typeof (value as { get?: unknown } | undefined)?.get === "function";

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
 * const sent = startChatbot();
 * await vi.advanceTimersByTimeAsync(5_000);
 * await sent;
 * expect(crisp.told).toEqual(["start_chatbot"]);
 * crisp.uninstall();
 */
export function createFakeCrisp(options: FakeCrispOptions = {}): FakeCrisp {
	const settings = resolveOptions(options);
	const listeners = new Set<() => void>();
	const hooks = createHooks(options.hook);
	const server = createServer(settings, notify, hooks.tell);
	const names = createPageNames();
	let isNetworkUp = true;
	let client: Client | undefined;
	/** Earlier clients of the same page. */
	let retired: Client[] = [];

	function notify() {
		for (const listener of [...listeners]) listener();
	}

	/** What l.js does. */
	function loadClient() {
		const page = getPage();
		if (page.$__CRISP_INCLUDED) {
			if (!client) console.warn("This page has a Crisp already. At the end of a test, call uninstall() of its fake.");
			return;
		}
		page.$__CRISP_INCLUDED = true;
		// A client that stands under one of its names lives on. Observed: Crisp client 2.10–2.17.
		if ([page.$__CRISP_INSTANCE, page.$crisp].some(isClient)) return;
		if (client) {
			client.retire();
			retired.push(client);
		}
		client = startClient(server, settings, isNetworkUp, notify);
		notify();
	}

	function runScript() {
		if (settings.blocked) names.addScript();
		else loadClient();
	}

	function leavePage() {
		for (const old of retired) old.stop();
		retired = [];
		client?.stop();
		client = undefined;
	}

	function install() {
		names.runSnippet();
		runScript();
	}

	function unload() {
		leavePage();
		names.clear();
		notify();
	}

	return {
		install,
		runScript,
		reload() {
			leavePage();
			names.clear();
			install();
		},
		unload,
		uninstall() {
			// What the copies of the library share. Not imported: the fake is a bundle of its own.
			const page = getWindow() as { [CHATBOT]?: { end(): void } };
			page[CHATBOT]?.end();
			unload();
		},
		drop({ unnoticed = false } = {}) {
			if (!unnoticed) isNetworkUp = false;
			const clients = client ? [client, ...retired] : retired;
			for (const { session } of clients) {
				if (unnoticed) session.line.dropUnnoticed();
				else session.line.drop();
			}
		},
		restore() {
			isNetworkUp = true;
			client?.session.line.restore();
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
		get segments() {
			const { session, segments } = server.state;
			return segments[session] ?? [];
		},
		get isJoined() {
			return client !== undefined && client.session.identifier !== null;
		},
		get isConnected() {
			return client?.session.line.isConnected ?? false;
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
		hooks,
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
