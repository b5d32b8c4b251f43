import { createChat } from "./chat.js";
import { createHandlers } from "./handlers.js";
import type { FakeCrispSettings } from "./options.js";
import { getPage } from "./page.js";
import { followPageLifecycle } from "./page-lifecycle.js";
import { createPageSession, type PageSession } from "./page-session.js";
import { parseSegments } from "./segments.js";
import type { Server } from "./server.js";
import { createTimers } from "./timers.js";
import { parseSessionData } from "./values.js";

/**
 * One command that reached Crisp's client, or the array that stood in for it.
 *
 * @example
 * const isWrite = ({ command }: PushedCommand) => command[0] === "set" && command[1] === "session:data";
 * console.log(createFakeCrisp().pushed.filter(isWrite).length);
 */
export interface PushedCommand {
	/** `Date.now()` when it came; for what waited in the array, when client.js took it over. */
	readonly at: number;
	/** As it was pushed: `["set", "session:data", ["enum", "start_chatbot"]]`. */
	readonly command: unknown[];
}

/** Crisp's client on one page. */
export interface Client {
	readonly session: PageSession;
	readonly pushed: readonly PushedCommand[];
	/** Names of events. */
	readonly handlers: readonly string[];
	/** Whether there was such a choice. */
	clickPicker(choiceValue: string): boolean;
	/** Another client takes its place on the same page: all that is left of this one is its open write window. */
	retire(): void;
	/** The page is gone. */
	stop(): void;
}

/** ms until `session:loaded`: one frame. */
const NEXT_RENDER = 16;

/** What l.js does. */
export function startClient(
	server: Server,
	settings: FakeCrispSettings,
	isNetworkUp: boolean,
	onChange: () => void,
): Client {
	const page = getPage();
	// Read once, now: a trigger that is set later is never called. Observed: Crisp client 2.10–2.17.
	const trigger = page.CRISP_READY_TRIGGER;
	const timers = createTimers();
	const handlers = createHandlers();
	const session = createPageSession(server, settings, timers, isNetworkUp, () => {
		// The line of a client that has been replaced is no concern of the page any more.
		if (!hasEnded) onChange();
	});
	const chat = createChat(session, server, handlers.fire);
	const pushed: PushedCommand[] = [];
	const spool: unknown[][] = [];
	let isLoaded = false;
	let isSafe = false;
	let hasEnded = false;

	function execute([action, name, value]: unknown[]) {
		if (action === "set" && name === "session:data") session.write(parseSessionData(value, settings.coercion));
		if (hasEnded) return;
		if (action === "set" && name === "session:segments") session.setSegments(parseSegments(value));
		if (action === "on") handlers.on(name, value);
		if (action === "off") handlers.off(name);
		if (action === "safe") isSafe = name === true;
		if (action === "do") chat.run(name, value);
		if (action === "do" && name === "session:reset") {
			chat.clear();
			session.reset();
		}
	}

	function push(command: unknown[]) {
		pushed.push({ at: Date.now(), command });
		if (!isLoaded) {
			spool.push(command);
			return;
		}
		try {
			execute(command);
		} catch (error) {
			if (!isSafe) throw error;
		}
	}

	const createMethod =
		(action: string) =>
		(...args: unknown[]) =>
			push([action, ...args]);

	const client = {
		push,
		get(name: string, key?: string) {
			if (name === "session:data") return key === undefined ? session.readAll() : session.read(key);
			return name === "session:identifier" ? session.identifier : null;
		},
		set: createMethod("set"),
		is: (name: string) => (name === "chat:opened" && chat.isOpen) || (name === "chat:closed" && !chat.isOpen),
		on: createMethod("on"),
		off: createMethod("off"),
		do: createMethod("do"),
		config: createMethod("config"),
		safe: createMethod("safe"),
		help() {},
	};

	/** What client.js does. What the page has queued moves over; its array is dead from now on. */
	function replaceArray() {
		// It may be an element with that id, or gone.
		if (Array.isArray(page.$crisp)) for (const command of page.$crisp) push(command);
		page.$crisp = client;
		page.$__CRISP_INSTANCE = client;
		timers.later(loadSession, settings.sessionDelay);
	}

	function loadSession() {
		session.load();
		isLoaded = true;
		timers.later(() => handlers.fire("session:loaded"), NEXT_RENDER);
		try {
			// What it throws is an uncaught error of the page, and the queue is flushed all the same.
			if (typeof trigger === "function") trigger();
		} finally {
			// All at once, so that a dummy and a value queued early become one write. Observed: Crisp client 2.10–2.17.
			for (const command of spool.splice(0)) {
				try {
					execute(command);
				} catch {
					// Swallowed. Observed: Crisp client 2.10–2.17.
				}
			}
		}
	}

	/** Its line stays as it is: what the open write window holds may still be sent, and `drop` must reach it. */
	function end() {
		hasEnded = true;
		timers.stop();
		unfollow();
	}

	const unfollow = followPageLifecycle(session.line);
	timers.later(replaceArray, settings.loadDelay);

	return {
		session,
		pushed,
		get handlers() {
			return handlers.names;
		},
		clickPicker: chat.click,
		retire() {
			end();
			session.writeWindow.retire();
		},
		stop() {
			end();
			session.writeWindow.stop();
		},
	};
}
