import { describe, expect, it, vi } from "vitest";
import { type ChatbotOptions, createChatbot } from "../../src/index.js";
import {
	changePage,
	IDLE_INTERVAL,
	installCrisp,
	JOINED,
	makeChatbot,
	makeCrisp,
	pass,
	usePage,
	watch,
} from "./helpers.js";

usePage();

describe("options", () => {
	it.each<[ChatbotOptions, Error]>([
		[{ key: "a b" }, new RangeError(String.raw`Expected key to be like /^[\w-]{1,50}$/, got a b`)],
		[{ key: "" }, new RangeError(String.raw`Expected key to be like /^[\w-]{1,50}$/, got `)],
		[{ key: 7 as never }, new TypeError(String.raw`Expected key to be like /^[\w-]{1,50}$/, got 7`)],
		[{ attribute: "onclick" }, new RangeError("Expected attribute to be like /^data-[a-z0-9-]+$/, got onclick")],
		[{ delay: 10 }, new RangeError("Expected delay to be 600 to 2147483647 ms, got 10")],
		[{ delay: "1000" as never }, new TypeError("Expected delay to be 600 to 2147483647 ms, got 1000")],
		[{ timeout: 0 }, new RangeError("Expected timeout to be 1 to 2147483647 ms, got 0")],
		[{ timeout: Number.NaN }, new RangeError("Expected timeout to be 1 to 2147483647 ms, got NaN")],
		[{ timeout: 2 ** 31 }, new RangeError("Expected timeout to be 1 to 2147483647 ms, got 2147483648")],
		[{ timeout: Infinity }, new RangeError("Expected timeout to be 1 to 2147483647 ms, got Infinity")],
		[{ watchInterval: 99 }, new RangeError("Expected watchInterval to be 100 to 2147483647 ms, got 99")],
		[{ persist: "no" as never }, new TypeError("Expected persist to be a boolean, got no")],
		[{ release: 0 as never }, new TypeError("Expected release to be a boolean, got 0")],
		[{ delay: 5000, timeout: 5000 }, new RangeError("Expected timeout to be more than the delay of 5000 ms, got 5000")],
		[{ delay: 60_000 }, new RangeError("Expected timeout to be more than the delay of 60000 ms, got 60000")],
		[
			{ timeOut: 5000 } as never,
			new TypeError(
				"Expected options to be some of key, delay, timeout, watchInterval, persist, release, attribute, debug, got timeOut",
			),
		],
		[{ debug: {} as never }, new TypeError("Expected debug to be a boolean, got [object Object]")],
	])("throw a clear error for %o", (options, error) => {
		expect(() => createChatbot(options)).toThrow(error);
		expect(vi.getTimerCount()).toBe(0);
	});

	it.each<ChatbotOptions>([
		{ key: "k" },
		{ key: "k".repeat(50) },
		{ attribute: "data-a-1" },
		{ delay: 600 },
		{ timeout: 2 ** 31 - 1 },
		{ delay: 600, timeout: 601 },
		{ watchInterval: 100 },
	])("may be %o", (options) => {
		expect(() => makeChatbot(options)).not.toThrow();
	});

	it("take undefined for a default", () => {
		expect(() => makeChatbot({ key: undefined, delay: undefined, timeout: undefined, debug: undefined })).not.toThrow();
	});

	it("are not taken from a polluted Object.prototype", async () => {
		const crisp = await installCrisp();
		const polluted = Object.prototype as Record<string, unknown>;
		polluted.key = "stolen";
		polluted.timeout = 1;
		polluted.attribute = "data-x";
		try {
			makeChatbot().startChatbot({});
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		} finally {
			for (const name of ["key", "timeout", "attribute"]) delete polluted[name];
		}
	});

	it("of a signal are checked too, before anything is sent", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		expect(() => chatbot.startChatbot({ timeout: -1 })).toThrow(
			new RangeError("Expected timeout to be 1 to 2147483647 ms, got -1"),
		);
		expect(() => chatbot.startChatbot({ signal: {} as AbortSignal })).toThrow(
			new TypeError("Expected signal.addEventListener to be a function, got undefined"),
		);
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("let a function be used as a click handler, which is called with an event", async () => {
		const crisp = await installCrisp();
		const { startChatbot } = makeChatbot();
		const button = document.createElement("button");
		button.addEventListener("click", startChatbot as () => void);
		button.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("choose the key", async () => {
		const crisp = await installCrisp({ key: "sales" });
		makeChatbot({ key: "sales" }).startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

describe("state", () => {
	it("is the same object until something changes", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		const before = chatbot.getState();
		expect(before).toEqual({ ready: true, pending: 0, last: null, pause: null, error: null });
		await pass(5000);
		expect(chatbot.getState()).toBe(before);
		chatbot.startChatbot();
		expect(chatbot.getState()).not.toBe(before);
		expect(chatbot.getState().pending).toBe(1);
	});

	it("tells its subscribers of each change, and of nothing else", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		const states: unknown[] = [];
		const undo = chatbot.subscribe(() => states.push(chatbot.getState()));
		await pass(5000);
		expect(states).toEqual([]);
		chatbot.startChatbot();
		await pass(5000);
		chatbot.receive("chatbot_paused:human");
		undo();
		chatbot.pauseChatbot();
		expect(states).toEqual([
			{ ready: true, pending: 1, last: null, pause: null, error: null },
			{ ready: true, pending: 0, last: "start_chatbot", pause: null, error: null },
			{
				ready: true,
				pending: 0,
				last: "start_chatbot",
				pause: expect.objectContaining({ reason: "human" }),
				error: null,
			},
		]);
	});

	it("keeps the last delivered signal when another one fails", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(5000);
		chatbot.pauseChatbot({ timeout: 100 });
		await pass(5000);
		expect(chatbot.getState()).toMatchObject({ last: "start_chatbot" });
	});

	it("is ready once Crisp has joined its session, without a subscriber, and while the browser is offline", async () => {
		const crisp = makeCrisp();
		const chatbot = makeChatbot();
		const late = makeChatbot({ watchInterval: 5000 });
		expect(chatbot.getState().ready).toBe(false);
		crisp.install();
		await pass(450);
		expect(chatbot.getState().ready).toBe(false);
		await pass(1000);
		expect([chatbot, late, makeChatbot()].map((each) => each.getState().ready)).toEqual([true, true, true]);
		vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().ready).toBe(true);
		vi.restoreAllMocks();
		crisp.unload();
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().ready).toBe(false);
	});

	it("is not ready where the browser is offline when the page opens", async () => {
		await installCrisp();
		vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
		expect(makeChatbot().getState().ready).toBe(false);
	});

	it("has the error of the last signal until the next one, also of one that has no promise here", async () => {
		const crisp = await installCrisp({ socket: false });
		const chatbot = makeChatbot();
		const receipt = watch(chatbot.startChatbot({ timeout: 5000 }));
		await pass(5000);
		expect(chatbot.getState().error).toBe(receipt.outcome);
		chatbot.pauseChatbot({ timeout: 5000 });
		expect(chatbot.getState()).toMatchObject({ pending: 1, error: null });
		changePage(crisp);
		const next = makeChatbot();
		await pass(5000);
		expect(next.getState()).toMatchObject({ pending: 0, error: { code: "TIMEOUT", signal: "pause_chatbot" } });
	});

	it("has what a server renders beside it", () => {
		const { getServerState, getState } = makeChatbot();
		expect(getServerState()).toEqual({ ready: false, pending: 0, last: null, pause: null, error: null });
		expect(getServerState()).toBe(getServerState());
		expect(Object.isFrozen(getServerState())).toBe(true);
		expect(getState()).toEqual(getServerState());
	});

	it("tells a subscriber whose signal has aborted nothing, before it subscribes or after", () => {
		const chatbot = makeChatbot();
		const controller = new AbortController();
		const listener = vi.fn();
		chatbot.subscribe(listener, { signal: controller.signal });
		controller.abort();
		chatbot.subscribe(listener, { signal: controller.signal });
		chatbot.receive("chatbot_paused:human");
		expect(listener).not.toHaveBeenCalled();
	});

	it("throws when the subscriber is no function", () => {
		expect(() => makeChatbot().subscribe(null as never)).toThrow("Expected listener to be a function, got null");
	});
});

describe("destroy", () => {
	it("rejects what is pending with DESTROYED, writes no value, and ends all timers and listeners", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		const listener = vi.fn();
		chatbot.onPaused(listener);
		chatbot.subscribe(listener);
		const first = watch(chatbot.startChatbot());
		const second = watch(chatbot.pauseChatbot());
		await pass(1200);
		listener.mockClear();
		chatbot.destroy();
		chatbot.destroy();
		await pass(0);
		expect(first.outcome).toMatchObject({ code: "DESTROYED", signal: "start_chatbot" });
		expect(second.outcome).toMatchObject({ code: "DESTROYED", signal: "pause_chatbot" });
		await pass(10_000);
		expect(crisp.told).toEqual([]);
		expect(listener).not.toHaveBeenCalled();
		expect(chatbot.getState()).toMatchObject({ pending: 0 });
	});

	it("leaves nothing to be done with the chatbot", async () => {
		const chatbot = makeChatbot();
		chatbot.destroy();
		const listener = vi.fn();
		chatbot.onPaused(listener)();
		chatbot.subscribe(listener)();
		expect(chatbot.receive("chatbot_paused:human")).toBe(false);
		const receipt = watch(chatbot.startChatbot());
		await pass(0);
		expect(receipt.outcome).toMatchObject({ code: "DESTROYED" });
		expect(listener).not.toHaveBeenCalled();
	});

	it("keeps a pause from a chatbot that a listener of another one destroys just then", async () => {
		const crisp = await installCrisp();
		const [one, other] = [makeChatbot(), makeChatbot()];
		const [listener, announced] = [vi.fn(), vi.fn()];
		one.onPaused(() => other.destroy());
		other.onPaused(listener);
		other.subscribe(listener);
		await pass(0);
		document.addEventListener("crisp-signal:paused", announced);
		crisp.pause("human");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(listener).not.toHaveBeenCalled();
		expect(announced).toHaveBeenCalledTimes(1);
	});

	it("leaves other chatbots alone", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		makeChatbot().pauseChatbot();
		chatbot.destroy();
		await pass(5000);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});
});

describe("several chatbots on a page", () => {
	it("are heard in the order of the calls, each once", async () => {
		const crisp = await installCrisp();
		const [one, other] = [makeChatbot(), makeChatbot()];
		one.startChatbot();
		other.pauseChatbot();
		one.startChatbot();
		other.startChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot", "start_chatbot"]);
	});

	it("do not wait for one another on different keys", async () => {
		const crisp = await installCrisp({ key: "sales" });
		makeChatbot().startChatbot();
		const receipt = watch(makeChatbot({ key: "sales" }).startChatbot());
		await pass(1600);
		expect(receipt.outcome).toMatchObject({ confirmed: true });
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("keep their order over a page change", async () => {
		const crisp = await installCrisp();
		const [one, other] = [makeChatbot(), makeChatbot()];
		one.startChatbot();
		other.pauseChatbot();
		one.startChatbot();
		await pass(500);
		changePage(crisp);
		makeChatbot();
		makeChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot"]);
	});
});

describe("debug", () => {
	it("logs each step and draws the phases in User Timing", async () => {
		await installCrisp();
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		const measure = vi.spyOn(performance, "measure").mockImplementation(() => ({}) as PerformanceMeasure);
		makeChatbot({ debug: true }).startChatbot();
		await pass(3000);
		expect(debug.mock.calls.map(([, step]) => step)).toEqual([
			"start_chatbot: dummy",
			"start_chatbot: hold",
			"start_chatbot: value",
			"start_chatbot: sent",
		]);
		expect(measure.mock.calls).toEqual([
			["crisp-signals:wait", { start: JOINED }],
			["crisp-signals:dummy", { start: JOINED }],
			["crisp-signals:hold", { start: JOINED + 500 }],
			["crisp-signals:value", { start: JOINED + 1000 }],
		]);
	});

	it("says what a signal waits for, and how it has ended", async () => {
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		const measure = vi.spyOn(performance, "measure").mockImplementation(() => ({}) as PerformanceMeasure);
		const crisp = makeCrisp();
		await pass(500);
		const chatbot = makeChatbot({ debug: true, timeout: 9000 });
		const receipts = [chatbot.startChatbot({ timeout: 5000 }), chatbot.pauseChatbot()].map(watch);
		await pass(1000);
		crisp.install();
		await pass(450);
		vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
		await pass(10_000);
		expect(debug.mock.calls.map(([, step]) => step)).toEqual([
			"start_chatbot: waits for Crisp",
			"pause_chatbot: waits for its turn",
			"start_chatbot: waits for the session",
			"start_chatbot: waits for the line",
			"start_chatbot: TIMEOUT",
			"pause_chatbot: waits for the line",
			"pause_chatbot: TIMEOUT",
		]);
		const wait = ["crisp-signals:wait", { start: 500 }];
		expect(measure.mock.calls).toEqual([wait, wait]);
		expect(receipts.map(({ outcome }) => (outcome as Error).message)).toEqual([
			"start_chatbot was not delivered: TIMEOUT while it waited for the line",
			"pause_chatbot was not delivered: TIMEOUT while it waited for the line",
		]);
	});

	it("is silent unless it is asked for", async () => {
		await installCrisp();
		const debug = vi.spyOn(console, "debug");
		makeChatbot().startChatbot();
		await pass(3000);
		expect(debug).not.toHaveBeenCalled();
	});
});
