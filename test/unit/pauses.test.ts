import { describe, expect, it, vi } from "vitest";
import type { ChatbotPause } from "../../src/index.js";
import { installCrisp, JOINED, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

const HUMAN: ChatbotPause = { reason: "human", value: "chatbot_paused:human", source: "session", replayed: true };

/** Another writer on the page. */
const writeOnPage = (value: string) => window.$crisp.push(["set", "session:data", ["enum", value]]);

describe("onPaused", () => {
	it("tells a pause that stood before the page was opened once, as replayed", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(10_000);
		expect(listener.mock.calls).toEqual([[HUMAN]]);
	});

	it("tells a pause that shows up later as a new one", async () => {
		await installCrisp();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(1000);
		writeOnPage("chatbot_paused:human");
		await pass(5000);
		expect(listener.mock.calls).toEqual([[{ ...HUMAN, replayed: false }]]);
	});

	it("tells a listener that comes late of a pause that stands, after it has got its undo", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.receive("chatbot_paused:human");
		const late = vi.fn();
		chatbot.onPaused(late);
		expect(late).not.toHaveBeenCalled();
		await pass(0);
		expect(late.mock.calls).toEqual([[{ ...HUMAN, source: "received" }]]);
		await pass(5000);
		expect(late).toHaveBeenCalledTimes(1);
	});

	it("sees a pause that stands before a signal overwrites it", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		const listener = vi.fn();
		const chatbot = makeChatbot();
		chatbot.onPaused(listener);
		chatbot.startChatbot();
		await pass(JOINED * 5);
		expect(listener.mock.calls).toEqual([[HUMAN]]);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("tells the same pause again only after a start was delivered or another value was seen", async () => {
		await installCrisp();
		const listener = vi.fn();
		const chatbot = makeChatbot();
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(1);
		chatbot.startChatbot();
		await pass(5000);
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(2);
		writeOnPage("something_else");
		await pass(2000);
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(3);
		expect(listener.mock.calls.map(([pause]) => pause.replayed)).toEqual([false, false, false]);
	});

	it("tells another reason as another pause", async () => {
		const listener = vi.fn();
		const chatbot = makeChatbot();
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		chatbot.receive("chatbot_paused:schedule");
		chatbot.receive("chatbot_paused:");
		expect(listener.mock.calls.map(([pause]) => pause.reason)).toEqual(["human", "schedule", "unknown"]);
	});

	it("forgets a pause of the session before", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		const chatbot = makeChatbot();
		chatbot.onPaused(() => {});
		await pass(2000);
		expect(chatbot.getState().pause).toMatchObject({ reason: "human" });
		window.$crisp.push(["do", "session:reset"]);
		await pass(5000);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("forgets a received pause when the session is reset", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.onPaused(() => {});
		await pass(1000);
		chatbot.receive("chatbot_paused:human");
		window.$crisp.push(["do", "session:reset"]);
		await pass(5000);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("takes neither its own dummies nor its own values for a pause", async () => {
		await installCrisp();
		const listener = vi.fn();
		const chatbot = makeChatbot();
		chatbot.onPaused(listener);
		chatbot.startChatbot();
		chatbot.pauseChatbot();
		await pass(10_000);
		expect(listener).not.toHaveBeenCalled();
	});

	it("looks only while the page is visible, and at once when it becomes so", async () => {
		await installCrisp();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(0);
		const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
		expect(vi.getTimerCount()).toBe(0);
		writeOnPage("chatbot_paused:human");
		await pass(5000);
		expect(listener).not.toHaveBeenCalled();
		hidden.mockReturnValue(false);
		document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("stops looking, and calling, when it is undone, also twice", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		const listener = vi.fn();
		const undo = chatbot.onPaused(listener);
		await pass(0);
		expect(vi.getTimerCount()).toBe(1);
		undo();
		undo();
		expect(vi.getTimerCount()).toBe(0);
		chatbot.receive("chatbot_paused:human");
		expect(listener).not.toHaveBeenCalled();
	});

	it("is undone by its AbortSignal", async () => {
		const chatbot = makeChatbot();
		const listener = vi.fn();
		const controller = new AbortController();
		chatbot.onPaused(listener, { signal: controller.signal });
		controller.abort();
		chatbot.onPaused(listener, { signal: controller.signal });
		chatbot.receive("chatbot_paused:human");
		await pass(0);
		expect(listener).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("calls the others when one listener throws, and reports its error", () => {
		const reportError = vi.fn();
		vi.stubGlobal("reportError", reportError);
		const chatbot = makeChatbot();
		const error = new Error("listener");
		const listener = vi.fn();
		chatbot.onPaused(() => {
			throw error;
		});
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(1);
		expect(reportError).toHaveBeenCalledExactlyOnceWith(error);
		vi.unstubAllGlobals();
	});

	it("calls a listener once when it sends a signal itself", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		const listener = vi.fn(() => {
			chatbot.startChatbot();
		});
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		await pass(10_000);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("dispatches crisp-signal:paused on the document", () => {
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		makeChatbot().receive("chatbot_paused:human");
		expect(listener.mock.lastCall?.[0].detail).toMatchObject({ reason: "human", source: "received" });
	});

	it("throws when its signal is none", () => {
		expect(() => makeChatbot().onPaused(() => {}, { signal: {} as AbortSignal })).toThrow(TypeError);
	});

	it("throws when the listener is no function", () => {
		expect(() => makeChatbot().onPaused("x" as never)).toThrow(
			new TypeError("Expected listener to be a function, got x"),
		);
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe("receive", () => {
	it("returns whether the value is a pause, whatever it is given", () => {
		const chatbot = makeChatbot();
		const values = [
			42,
			null,
			undefined,
			{},
			[],
			Symbol("x"),
			"",
			"start_chatbot",
			"chatbot_paused",
			"x chatbot_paused:",
		];
		expect(values.map((value) => chatbot.receive(value))).toEqual(values.map(() => false));
		expect(chatbot.getState().pause).toBeNull();
		expect(chatbot.receive("chatbot_paused:human")).toBe(true);
		expect(chatbot.receive("chatbot_paused:human")).toBe(true);
	});

	it("ends a pause by any other value but a dummy", () => {
		const chatbot = makeChatbot();
		const listener = vi.fn();
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		chatbot.receive("0.42");
		chatbot.receive(0.42);
		expect(chatbot.getState().pause).not.toBeNull();
		expect(chatbot.receive("start_chatbot")).toBe(false);
		expect(chatbot.getState().pause).toBeNull();
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("hands hostile reasons on as they are", () => {
		const chatbot = makeChatbot();
		for (const reason of ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "a\nb"]) {
			chatbot.receive(`chatbot_paused:${reason}`);
			expect(chatbot.getState().pause?.reason).toBe(reason);
		}
		expect(Object.prototype).not.toHaveProperty("reason");
	});
});
