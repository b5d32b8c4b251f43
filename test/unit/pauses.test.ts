import { describe, expect, it, vi } from "vitest";
import type { ChatbotPause } from "../../src/index.js";
import { IDLE_INTERVAL, installCrisp, JOINED, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

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

	it("tells a pause that a reconnect brings as a new one", async () => {
		const crisp = await installCrisp();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(1000);
		crisp.pause("human");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(listener.mock.calls).toEqual([[{ ...HUMAN, replayed: false }]]);
	});

	it("tells a pause that other code of the page writes", async () => {
		await installCrisp();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(1000);
		writeOnPage("chatbot_paused:human");
		await pass(IDLE_INTERVAL);
		expect(listener.mock.calls).toEqual([[{ ...HUMAN, replayed: false }]]);
		expect(window.$crisp.get("session:data", "enum")).toBe("chatbot_paused:human");
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

	it("tells the same pause again only after a start", async () => {
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
		chatbot.pauseChatbot();
		writeOnPage("something_else");
		await pass(IDLE_INTERVAL);
		chatbot.receive("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(2);
		expect(listener.mock.calls.map(([pause]) => pause.replayed)).toEqual([false, false]);
	});

	it("ends a pause when another chatbot of the page starts Enum, and when a reconnect shows a start", async () => {
		const crisp = await installCrisp();
		const [chatbot, other] = [makeChatbot({ watchInterval: 10_000 }), makeChatbot()];
		chatbot.receive("chatbot_paused:human");
		other.startChatbot();
		await pass(5000);
		expect(chatbot.getState().pause).toBeNull();
		chatbot.receive("chatbot_paused:human");
		crisp.setServerData("chatbot_paused:human");
		crisp.setServerData("start_chatbot");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("keeps a pause that is received while a start is on its way, as it may be newer", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		// When its value is written, and before it is read back.
		for (const receiveAfter of [1000, 1300]) {
			chatbot.startChatbot();
			await pass(receiveAfter);
			chatbot.receive("chatbot_paused:human");
			await pass(5000);
			expect(chatbot.getState()).toMatchObject({ last: "start_chatbot", pause: { reason: "human" } });
			chatbot.receive("start_chatbot");
		}
	});

	it("tells a chatbot that is made later of the pause that the page has shown, until a start ends it", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		makeChatbot();
		await pass(5000);
		const late = vi.fn();
		const chatbot = makeChatbot();
		chatbot.onPaused(late);
		await pass(0);
		expect(late.mock.calls).toEqual([[HUMAN]]);
		chatbot.startChatbot();
		await pass(5000);
		expect(makeChatbot().getState().pause).toBeNull();
	});

	it("tells it of that one also after a pause of ours, and after what other code of the page has written", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		const chatbot = makeChatbot();
		await pass(JOINED);
		chatbot.pauseChatbot();
		await pass(5000);
		writeOnPage("something_else");
		await pass(IDLE_INTERVAL);
		expect(makeChatbot().getState().pause).toMatchObject({ reason: "human" });
	});

	it("tells it of a pause that a reconnect has brought", async () => {
		const crisp = await installCrisp();
		makeChatbot();
		crisp.pause("human");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(makeChatbot().getState().pause).toMatchObject({ reason: "human" });
	});

	it("tells it of none where a reconnect has shown a start since", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		makeChatbot();
		await pass(JOINED);
		crisp.setServerData("start_chatbot");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(makeChatbot().getState().pause).toBeNull();
	});

	it("tells it of a pause that comes after a start as of a new one", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		await pass(5000);
		const chatbot = makeChatbot();
		crisp.pause("human");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().pause).toEqual({ ...HUMAN, replayed: false });
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

	it.each([true, false])("forgets a pause of the session before (live data: %s)", async (liveData) => {
		const crisp = makeCrisp({ liveData });
		crisp.pause("human");
		crisp.install();
		const chatbot = makeChatbot();
		chatbot.onPaused(() => {});
		await pass(2000);
		expect(chatbot.getState().pause).toMatchObject({ reason: "human" });
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("forgets a received pause when the session is reset", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.onPaused(() => {});
		await pass(1000);
		chatbot.receive("chatbot_paused:human");
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("forgets a received pause when the session is reset, on a chatbot that was made after Crisp had joined", async () => {
		await installCrisp();
		makeChatbot();
		await pass(1000);
		const chatbot = makeChatbot();
		chatbot.receive("chatbot_paused:human");
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL);
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

	it("looks in a hidden tab too, and at once when it is shown or the network is back", async () => {
		const crisp = await installCrisp();
		const listener = vi.fn();
		makeChatbot().onPaused(listener);
		await pass(0);
		vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		for (const [reason, wake] of [
			["hidden", () => pass(IDLE_INTERVAL)],
			["shown", () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))],
			["online", () => window.dispatchEvent(new Event("online"))],
		] as const) {
			crisp.pause(reason);
			crisp.drop();
			crisp.restore();
			await pass(1);
			expect(listener).not.toHaveBeenCalled();
			await wake();
			expect(listener.mock.calls.map(([pause]) => pause.reason)).toEqual([reason]);
			listener.mockClear();
		}
	});

	it("stops calling when it is undone, also twice", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		const listener = vi.fn();
		const undo = chatbot.onPaused(listener);
		await pass(0);
		undo();
		undo();
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

	it("tells a late listener that adds itself again no more", async () => {
		const chatbot = makeChatbot();
		chatbot.receive("chatbot_paused:human");
		let count = 0;
		function listen() {
			const undo = chatbot.onPaused(() => {
				count += 1;
				undo();
				if (count < 10) listen();
			});
		}
		listen();
		await pass(1000);
		expect(count).toBe(1);
	});

	it("tells a late listener nothing when the pause has ended before its turn, or when it was undone", async () => {
		const chatbot = makeChatbot();
		chatbot.receive("chatbot_paused:human");
		const listener = vi.fn();
		chatbot.onPaused(listener)();
		chatbot.onPaused(listener);
		chatbot.receive("start_chatbot");
		await pass(0);
		expect(listener).not.toHaveBeenCalled();
	});

	it("dispatches crisp-signal:paused on the document", () => {
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		makeChatbot().receive("chatbot_paused:human");
		expect(listener.mock.lastCall?.[0].detail).toMatchObject({ reason: "human", source: "received" });
	});

	it("dispatches it for a pause that Crisp shows at once only after the scripts of the page have run", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		await pass(1000);
		for (const isParsing of [false, true]) {
			const readyState = vi
				.spyOn(document, "readyState", "get")
				.mockReturnValue(isParsing ? "interactive" : "complete");
			const chatbot = makeChatbot();
			const listener = vi.fn();
			document.addEventListener("crisp-signal:paused", listener);
			expect(chatbot.getState().pause).not.toBeNull();
			await pass(isParsing ? 0 : 1);
			if (isParsing) {
				await pass(1000);
				expect(listener).not.toHaveBeenCalled();
				document.dispatchEvent(new Event("DOMContentLoaded"));
				window.dispatchEvent(new Event("load"));
			}
			expect(listener).toHaveBeenCalledTimes(1);
			chatbot.destroy();
			document.removeEventListener("crisp-signal:paused", listener);
			readyState.mockRestore();
		}
	});

	it("does not dispatch it for a pause that has ended by then, or where the chatbot is gone", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		await pass(1000);
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		makeChatbot().receive("start_chatbot");
		makeChatbot().destroy();
		await pass(1000);
		expect(listener).not.toHaveBeenCalled();
	});

	it("throws when its signal is none", () => {
		expect(() => makeChatbot().onPaused(() => {}, { signal: {} as AbortSignal })).toThrow(TypeError);
	});

	it("throws when the listener is no function", () => {
		expect(() => makeChatbot().onPaused("x" as never)).toThrow(
			new TypeError("Expected listener to be a function, got x"),
		);
	});
});

describe("receive", () => {
	it("takes a pause that a later start ends, also where the clock was set back between them", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.receive("chatbot_paused:human");
		await pass(1000);
		vi.setSystemTime(Date.now() - 3_600_000);
		chatbot.startChatbot();
		await pass(3000);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("takes a pause while the page loads, before Crisp is there", () => {
		vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
		const chatbot = makeChatbot();
		expect(chatbot.receive("chatbot_paused:human")).toBe(true);
		expect(chatbot.getState().pause?.source).toBe("received");
	});

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

	it("ends a pause by a start only", () => {
		const chatbot = makeChatbot();
		const listener = vi.fn();
		chatbot.onPaused(listener);
		chatbot.receive("chatbot_paused:human");
		for (const value of ["0.42", 0.42, "pause_chatbot", "something_else"]) expect(chatbot.receive(value)).toBe(false);
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
