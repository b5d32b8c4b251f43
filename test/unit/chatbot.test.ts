import { describe, expect, it, vi } from "vitest";
import { type ChatbotOptions, createChatbot } from "../../src/index.js";
import { changePage, installCrisp, makeChatbot, pass, usePage, watch } from "./helpers.js";

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
		[{ timeout: Infinity }, new RangeError("Expected timeout to be 1 to 2147483647 ms, got Infinity")],
		[{ watchInterval: 99 }, new RangeError("Expected watchInterval to be 100 to 2147483647 ms, got 99")],
		[{ persist: "no" as never }, new TypeError("Expected persist to be a boolean, got no")],
		[{ release: 0 as never }, new TypeError("Expected release to be a boolean, got 0")],
		[{ debug: {} as never }, new TypeError("Expected debug to be a boolean, got [object Object]")],
	])("throw a clear error for %o", (options, error) => {
		expect(() => createChatbot(options)).toThrow(error);
		expect(vi.getTimerCount()).toBe(0);
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
		expect(() => chatbot.startChatbot({ timeout: -1 })).toThrow(RangeError);
		expect(() => chatbot.startChatbot({ signal: {} as AbortSignal })).toThrow(TypeError);
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
		expect(before).toEqual({ pending: 0, last: null, pause: null });
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
			{ pending: 1, last: null, pause: null },
			{ pending: 0, last: "start_chatbot", pause: null },
			{ pending: 0, last: "start_chatbot", pause: expect.objectContaining({ reason: "human" }) },
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
			"start_chatbot: settled",
		]);
		expect(measure.mock.calls.map(([name]) => name)).toEqual([
			"crisp-signals:wait",
			"crisp-signals:dummy",
			"crisp-signals:hold",
			"crisp-signals:value",
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
