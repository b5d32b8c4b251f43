import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
	configure,
	getServerState,
	getState,
	onPaused,
	pauseChatbot,
	receive,
	startChatbot,
	subscribe,
} from "../../src/index.js";
import { createState, INITIAL_STATE } from "../../src/state.js";
import { collectUncaught } from "./collect-uncaught.js";
import { changePage, IDLE_INTERVAL, installCrisp, makeCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

/** Listeners are told in a microtask. */
const tell = () => pass(0);

const NOTHING = { ready: false, pending: 0, last: null, pause: null, error: null };
const READY = { ...NOTHING, ready: true };

describe("the state", () => {
	it("is the same object until something changes", async () => {
		await installCrisp();
		getState();
		await pass(1);
		const before = getState();
		expect(before).toEqual(READY);
		await pass(5000);
		expect(getState()).toBe(before);
		startChatbot();
		expect(getState()).not.toBe(before);
		expect(getState().pending).toBe(1);
	});

	it("is told to a subscriber at each change, and at nothing else", async () => {
		await installCrisp();
		const states: unknown[] = [];
		const undo = subscribe(() => states.push(getState()));
		await pass(5000);
		startChatbot();
		await pass(5000);
		receive("chatbot_paused:human");
		await tell();
		undo();
		pauseChatbot();
		await tell();
		const sent = { ...READY, last: "start_chatbot" };
		const pause = expect.objectContaining({ reason: "human" });
		expect(states).toEqual([READY, { ...READY, pending: 1 }, sent, { ...sent, pause }]);
	});

	it("changes at once, and is told once for all changes of a task", async () => {
		const listener = vi.fn();
		subscribe(listener);
		startChatbot();
		pauseChatbot();
		receive("chatbot_paused:human");
		expect(getState()).toMatchObject({ pending: 2, pause: { reason: "human" } });
		expect(listener).not.toHaveBeenCalled();
		await tell();
		expect(listener.mock.calls).toEqual([[]]);
	});

	it("keeps the last delivered signal when another one fails", async () => {
		await installCrisp();
		startChatbot();
		await pass(5000);
		pauseChatbot({ timeout: 100 });
		await pass(5000);
		expect(getState()).toMatchObject({ last: "start_chatbot", error: { signal: "pause_chatbot" } });
	});

	it("is ready while Crisp has joined a session, also on a line that is lost", async () => {
		const crisp = makeCrisp();
		expect(getState().ready).toBe(false);
		crisp.install();
		await pass(450);
		expect(getState().ready).toBe(false);
		await pass(1000);
		expect(getState().ready).toBe(true);
		crisp.drop();
		await pass(IDLE_INTERVAL);
		expect(getState().ready).toBe(true);
		crisp.unload();
		await pass(IDLE_INTERVAL);
		expect(getState().ready).toBe(false);
	});

	it("has the error of the last signal until the next one", async () => {
		await installCrisp({ socket: false });
		const start = watch(startChatbot({ timeout: 5000 }));
		await pass(5000);
		expect(getState().error).toBe(start.outcome);
		pauseChatbot();
		expect(getState()).toMatchObject({ pending: 1, error: null });
	});

	it("has the error of a signal that was called on the page before, whose promise nobody has", async () => {
		const crisp = await installCrisp({ socket: false });
		pauseChatbot({ timeout: 5000 });
		await pass(1000);
		changePage(crisp);
		await pass(5000);
		expect(getState()).toMatchObject({ pending: 0, error: { code: "TIMEOUT", signal: "pause_chatbot" } });
	});

	it("is at first what a server renders, which is always the same object and cannot be changed", () => {
		expect(getState()).toBe(getServerState());
		startChatbot();
		expect(getServerState()).toEqual(NOTHING);
		expect(getServerState()).toBe(INITIAL_STATE);
		expect(Object.isFrozen(INITIAL_STATE)).toBe(true);
	});
});

describe("a subscriber", () => {
	it("is told nothing once its signal has aborted, before it subscribes or after", async () => {
		const controller = new AbortController();
		const listener = vi.fn();
		subscribe(listener, { signal: controller.signal });
		controller.abort();
		subscribe(listener, { signal: controller.signal });
		receive("chatbot_paused:human");
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("is told nothing after its undo, which may be called twice", async () => {
		const listener = vi.fn();
		const undo = subscribe(listener);
		startChatbot();
		undo();
		undo();
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("that subscribes twice is told twice, and each undo ends one of the two", async () => {
		const listener = vi.fn();
		const undo = subscribe(listener);
		subscribe(listener);
		startChatbot();
		await tell();
		expect(listener).toHaveBeenCalledTimes(2);
		undo();
		pauseChatbot();
		await tell();
		expect(listener).toHaveBeenCalledTimes(3);
	});

	it("is told of a change before the pause of that change is told", async () => {
		const heard: string[] = [];
		onPaused(() => heard.push("pause"));
		subscribe(() => heard.push("change"));
		receive("chatbot_paused:human");
		await tell();
		expect(heard).toEqual(["change", "pause"]);
	});

	it.each([[null], [undefined], [{}]])("has to be a function, not %s", (listener) => {
		expect(() => subscribe(listener as never)).toThrow(
			new TypeError(`Expected listener to be a function, got ${listener}`),
		);
		expect(() => configure()).not.toThrow();
	});
});

describe("what a listener is told", () => {
	it("by another listener comes after what is being told, to all", async () => {
		const { listen, tell } = createState();
		const heard: string[] = [];
		listen("join", (session) => {
			heard.push(`a${session}`);
			if (session === "1") tell("join", "2");
		});
		listen("join", (session) => heard.push(`b${session}`));
		tell("join", "1");
		await pass(0);
		expect(heard).toEqual(["a1", "b1", "a2", "b2"]);
	});

	it("comes in order, the change of a listener too", async () => {
		const state = createState();
		const heard: unknown[] = [];
		state.listen("change", () => {
			heard.push(state.current.pending);
			if (state.current.pending < 3) state.set({ pending: state.current.pending + 1 });
		});
		state.set({ pending: 1 });
		await pass(0);
		expect(heard).toEqual([1, 2, 3]);
	});

	it("ends when another listener removes it, also in the middle", async () => {
		const { listen, tell } = createState();
		const removed = vi.fn();
		listen("join", () => undo());
		const undo = listen("join", removed);
		tell("join", "1");
		await pass(0);
		expect(removed).not.toHaveBeenCalled();
	});

	it("begins with the next word where another listener adds it, and so ends with one that adds itself", async () => {
		const { listen, tell } = createState();
		const heard: string[] = [];
		const add = (session: string) => {
			heard.push(session);
			listen("join", add);
		};
		listen("join", add);
		tell("join", "1");
		tell("join", "2");
		await pass(0);
		expect(heard).toEqual(["1", "2", "2"]);
	});
});

/** What a listener does when it is called for the first time. */
type Deed = { kind: "throw" | "tell" | "add" } | { kind: "remove"; index: number };

const deeds: fc.Arbitrary<(Deed | undefined)[]> = fc.array(
	fc.option(
		fc.oneof(
			fc.record({ kind: fc.constantFrom<"throw" | "tell" | "add">("throw", "tell", "add") }),
			fc.record({ kind: fc.constant<"remove">("remove"), index: fc.nat(5) }),
		),
		{ nil: undefined },
	),
	{ minLength: 1, maxLength: 6 },
);

/** Listeners by their order: the words that each must hear, and those that it has heard. */
async function play(deeds: (Deed | undefined)[]) {
	const { listen, tell } = createState();
	const rows: { from: number; to: number; heard: number[]; undo(): void }[] = [];
	/** The next word, and the one that is being told. */
	let next = 0;
	let current = -1;
	const tellNext = () => tell("join", `${next++}`);

	function remove(index: number) {
		const row = rows[index];
		row?.undo();
		if (row) row.to = Math.min(row.to, row.heard.includes(current) ? current : current - 1);
	}

	function add(deed: Deed | undefined) {
		let isDone = false;
		const row = { from: current + 1, to: Number.POSITIVE_INFINITY, heard: [] as number[], undo: () => {} };
		rows.push(row);
		row.undo = listen("join", (word) => {
			current = Number(word);
			row.heard.push(current);
			if (isDone || !deed) return;
			isDone = true;
			if (deed.kind === "tell") tellNext();
			if (deed.kind === "add") add(undefined);
			if (deed.kind === "remove") remove(deed.index);
			if (deed.kind === "throw") throw new Error("listener");
		});
	}

	for (const deed of deeds) add(deed);
	tellNext();
	tellNext();
	for (let told = 0; told < next; told++) await Promise.resolve();
	const words = Array.from({ length: next }, (_, word) => word);
	return rows.map(({ from, to, heard }) => ({ heard, due: words.filter((word) => word >= from && word <= to) }));
}

it("nothing is lost and nothing told twice, whatever listeners do", async () => {
	const { undo } = collectUncaught();
	try {
		const property = fc.asyncProperty(deeds, async (deeds) => {
			for (const { heard, due } of await play(deeds)) expect(heard).toEqual(due);
		});
		await fc.assert(property, { numRuns: 2000, seed: Number(process.env.FUZZ_SEED) });
	} finally {
		// Errors are reported after all microtasks.
		await pass(0);
		undo();
	}
});
