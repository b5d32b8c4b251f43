import fc from "fast-check";
import { Window } from "happy-dom";
import { expect, it, vi } from "vitest";
import { builtinEnvironments } from "vitest/runtime";
import { findChatbot } from "../../src/chatbot.js";
import * as signals from "../../src/index.js";
import { DEFAULTS } from "../../src/options.js";
import { createFakeCrisp, type FakeCrisp, type FakeCrispOptions } from "../../src/testing/index.js";
import { loadCrispAnew } from "./crisp-names.js";
import { hashed, openStreams, useEventSource } from "./event-source.js";
import { closePage, openPage, pass, usePage, watch } from "./helpers.js";

usePage();
useEventSource();

const LIVES = 100;
const EVENTS = ["pagehide", "pageshow", "popstate", "online", "load", "click"];
const DOCUMENT_EVENTS = ["DOMContentLoaded", "visibilitychange", "click"];

/** Between the first use of the library and `uninstall`, as each test of a site has it. */
interface Life {
	readonly crisp: FakeCrisp;
	readonly controller: AbortController;
	readonly outcomes: { outcome: unknown }[];
	/** Of the site: nothing may come after the end. */
	readonly listener: () => void;
}

interface Action {
	toString(): string;
	run(life: Life): unknown;
}

const action = (name: string, run: Action["run"]): Action => ({ toString: () => name, run });
const always = (name: string, run: Action["run"]) => fc.constant(action(name, run));

function dispatch(target: EventTarget, type: string) {
	target.dispatchEvent(Object.assign(new Event(type, { bubbles: target === document }), { persisted: true }));
}

/** Undone at the end of a life. */
let spies: { mockRestore(): void }[] = [];

function setVisibility(state: DocumentVisibilityState) {
	spies.push(vi.spyOn(document, "visibilityState", "get").mockReturnValue(state));
	dispatch(document, "visibilitychange");
}

const actions: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: fc.nat(4000).map((ms) => action(`wait ${ms}`, () => pass(ms).then(hashed))) },
	always("wait for two minutes", () => pass(120_000)),
	fc
		.tuple(
			fc.constantFrom(signals.startChatbot, signals.pauseChatbot),
			fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined }),
			fc.boolean(),
		)
		.map(([send, timeout, isAbortable]) =>
			action(`${send.name} within ${timeout}`, ({ outcomes, controller }) => {
				const signal = isAbortable ? controller.signal : undefined;
				outcomes.push(watch(send({ timeout, signal })));
			}),
		),
	always("abort", ({ controller }) => controller.abort()),
	always("onPaused", ({ listener }) => signals.onPaused(listener)),
	always("onPaused until it is aborted", ({ listener, controller: { signal } }) =>
		signals.onPaused(listener, { signal }),
	),
	always("subscribe", ({ listener }) => signals.subscribe(listener)),
	always("bindButtons", () => signals.bindButtons()),
	always("connectRelay", () => signals.connectRelay("https://shop.example/crisp-signals")),
	always("configure", () => signals.configure({ timeout: 5000, delay: 700 })),
	always("receive", () => signals.receive("chatbot_paused:human")),
	always("click", () => document.querySelector("button")?.click()),
	always("Enum pauses", ({ crisp }) => crisp.pause()),
	always("the line is lost", ({ crisp }) => crisp.drop()),
	always("the line dies unnoticed", ({ crisp }) => crisp.drop({ unnoticed: true })),
	always("the line is back", ({ crisp }) => crisp.restore()),
	always("the session is reset", () => window.$crisp?.push(["do", "session:reset"])),
	always("Crisp is gone", ({ crisp }) => crisp.unload()),
	always("Crisp's snippet runs", ({ crisp }) => crisp.install()),
	always("Crisp is loaded anew", ({ crisp }) => loadCrispAnew(crisp)),
	{ weight: 4, arbitrary: fc.constantFrom(...EVENTS).map((type) => action(type, () => dispatch(window, type))) },
	always("DOMContentLoaded", () => dispatch(document, "DOMContentLoaded")),
	fc.constantFrom("hidden", "visible").map((state) => action(state, () => setVisibility(state))),
);

const crispOptions: fc.Arbitrary<FakeCrispOptions> = fc.record({
	joinDelay: fc.nat(2500),
	reconnectDelay: fc.nat(5000),
	liveData: fc.boolean(),
	socket: fc.boolean(),
});

/** Listeners on this window and this document that still hear something. */
function watchListeners(): { isHearing: boolean } {
	const seen = { isHearing: false };
	for (const target of [window, document]) {
		const { addEventListener, removeEventListener } = target;
		const wrapped = new Map<unknown, EventListener>();
		const add = vi.spyOn(target, "addEventListener").mockImplementation((type: string, listener, options) => {
			function hear(event: Event) {
				seen.isHearing = true;
				(listener as EventListener).call(target, event);
			}
			if (!wrapped.has(listener)) wrapped.set(listener, hear);
			addEventListener.call(target, type, wrapped.get(listener) as EventListener, options);
		});
		const remove = vi.spyOn(target, "removeEventListener").mockImplementation((type: string, listener, options) => {
			removeEventListener.call(target, type, wrapped.get(listener) ?? listener, options);
		});
		spies.push(add, remove);
	}
	return seen;
}

const ownSymbols = () =>
	Object.getOwnPropertySymbols(window).filter(({ description }) => description?.startsWith("crisp-signals"));

/** Plays a life, ends it, and looks at what is left of it. */
async function live(options: FakeCrispOptions, sequence: Action[]) {
	const listeners = watchListeners();
	const listener = vi.fn();
	// A page that has seen no life yet.
	expect(ownSymbols()).toEqual([]);
	expect(signals.getState()).toBe(signals.getServerState());
	expect(findChatbot()?.settings).toEqual(DEFAULTS);
	document.body.innerHTML = `<button data-crisp-signal="start"></button>`;

	const life: Life = { crisp: createFakeCrisp(options), controller: new AbortController(), outcomes: [], listener };
	life.crisp.install();
	for (const { run } of sequence) await run(life);

	life.crisp.uninstall();
	expect(vi.getTimerCount()).toBe(0);
	expect(ownSymbols()).toEqual([]);
	expect(openStreams()).toEqual([]);
	listener.mockClear();
	listeners.isHearing = false;
	for (const type of EVENTS) dispatch(window, type);
	for (const type of DOCUMENT_EVENTS) dispatch(document, type);
	await pass(300_000);
	await hashed();
	expect(listeners.isHearing).toBe(false);
	expect(listener).not.toHaveBeenCalled();
	expect(life.outcomes.filter(({ outcome }) => outcome === "pending")).toEqual([]);
	expect(ownSymbols()).toEqual([]);
	expect(openStreams()).toEqual([]);
	for (const spy of spies.reverse()) spy.mockRestore();
	spies = [];
}

/** Sends one signal, which nothing of an earlier life may disturb. */
async function liveQuietly() {
	await live({}, [
		action("one start", async ({ crisp, outcomes }) => {
			await pass(1000);
			expect(signals.getState()).toMatchObject({ pending: 0, last: null, pause: null, error: null });
			outcomes.push(watch(signals.startChatbot()));
			await pass(3000);
			expect(outcomes.map(({ outcome }) => outcome)).toEqual(["sent"]);
			expect(crisp.told).toEqual(["start_chatbot"]);
		}),
	]);
}

it("nothing is left of any of a hundred random lives, one after the other", async () => {
	const property = fc.asyncProperty(crispOptions, fc.array(actions, { maxLength: 25 }), async (options, sequence) => {
		try {
			await live(options, sequence);
			await liveQuietly();
		} catch (error) {
			// The next one is not to be blamed for what this one has left.
			closePage();
			spies = [];
			openPage();
			throw error;
		}
	});
	await fc.assert(property, { numRuns: LIVES, seed: Number(process.env.FUZZ_SEED) });
});

it("the next window of a test tool has a life of its own, with the same modules", async () => {
	await liveQuietly();
	const before = Object.getOwnPropertyDescriptors(globalThis);
	const { teardown } = await builtinEnvironments["happy-dom"].setup(globalThis, {});
	expect(document).not.toBe(before.document.get?.());
	try {
		await liveQuietly();
		await liveQuietly();
	} finally {
		await teardown(globalThis);
		const restorable = Object.entries(before).filter(([, { configurable }]) => configurable);
		for (const [name, descriptor] of restorable) Object.defineProperty(globalThis, name, descriptor);
	}
	await liveQuietly();
});

it("a window that is not the global object has a life, too", async () => {
	const other = new Window();
	vi.stubGlobal("window", other);
	vi.stubGlobal("document", other.document);
	await liveQuietly();
	await liveQuietly();
});
