import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { findChatbot, startUndoable } from "../../src/chatbot.js";
import { configure, getState, onPaused, pauseChatbot, receive, startChatbot, subscribe } from "../../src/index.js";
import { installCrisp, makeCrisp, onEachClient, pass, usePage, watch } from "./helpers.js";

usePage();

const NAME = Symbol.for("crisp-signals:2");

describe("the page's chatbot", () => {
	it("stands on the window, and is the same one each time", () => {
		const chatbot = findChatbot();
		expect(chatbot).toBe(Reflect.get(window, NAME));
		expect(findChatbot()).toBe(chatbot);
	});

	it("is another one after its end", () => {
		const chatbot = findChatbot();
		chatbot?.end();
		expect(NAME in window).toBe(false);
		expect(findChatbot()).not.toBe(chatbot);
	});
});

describe("the first look at Crisp", () => {
	/** A page that is still loading, with a Crisp that has joined. */
	async function openLoadingPage() {
		await installCrisp();
		const readyState = vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
		getState();
		await pass(60_000);
		expect(getState().ready).toBe(false);
		return readyState;
	}

	it.each(["DOMContentLoaded", "load"])("comes at %s on a page that is loading", async (type) => {
		await openLoadingPage();
		(type === "load" ? window : document).dispatchEvent(new Event(type));
		expect(getState().ready).toBe(true);
	});

	it("comes at once when a signal is called", async () => {
		await openLoadingPage();
		const start = watch(startChatbot());
		expect(getState()).toMatchObject({ ready: true, pending: 1 });
		await pass(5000);
		expect(start.outcome).toBe("sent");
	});

	it("comes by a timer on a page that has loaded", async () => {
		await installCrisp();
		expect(getState().ready).toBe(false);
		await pass(0);
		expect(getState().ready).toBe(true);
	});
});

describe("looking at Crisp", () => {
	/** Times of the looks within so many ms. */
	async function countLooks(ms: number) {
		const looks = vi.spyOn(document, "visibilityState", "get");
		looks.mockClear();
		await pass(ms);
		return looks.mock.calls.length;
	}

	it("is done each 15 s where Crisp has joined and nothing is under way", async () => {
		await installCrisp();
		configure();
		await pass(0);
		expect(await countLooks(60_000)).toBe(4);
	});

	it("is done each 100 ms while a signal is on its way", async () => {
		await installCrisp();
		startChatbot();
		expect(await countLooks(1000)).toBe(10);
	});

	it("goes on 1 s after a look that has thrown, which is told where `debug` is set", async () => {
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		await installCrisp();
		configure({ debug: true });
		vi.spyOn(document, "visibilityState", "get").mockImplementationOnce(() => {
			throw new Error("broken");
		});
		await pass(0);
		expect(debug.mock.calls).toEqual([["[crisp-signals]", "Error: broken"]]);
		debug.mockClear();
		expect(await countLooks(999)).toBe(0);
		expect(await countLooks(1)).toBe(1);
		expect(debug).not.toHaveBeenCalled();
	});

	it("does not reject a signal where a look throws: it goes on", async () => {
		const crisp = await installCrisp();
		vi.spyOn(document, "visibilityState", "get").mockImplementationOnce(() => {
			throw new Error("broken");
		});
		const start = watch(startChatbot());
		await pass(5000);
		expect(start.outcome).toBe("sent");
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("needs one timer, whatever is called", async () => {
		configure();
		startChatbot();
		pauseChatbot();
		receive("chatbot_paused:human");
		for (const target of [window, document]) target.dispatchEvent(new Event("load"));
		document.dispatchEvent(new Event("visibilitychange"));
		expect(vi.getTimerCount()).toBe(1);
		await pass(5000);
		expect(vi.getTimerCount()).toBe(1);
	});

	it("listens for the leaving of the page only once a signal is pending", async () => {
		const listen = vi.spyOn(window, "addEventListener");
		const getTypes = () => listen.mock.calls.map(([type]) => type);
		configure();
		onPaused(() => {});
		await pass(5000);
		expect(getTypes()).not.toContain("pagehide");
		startChatbot();
		pauseChatbot();
		expect(getTypes().filter((type) => type.startsWith("page"))).toEqual(["pagehide", "pageshow"]);
	});
});

describe("the end of the chatbot", () => {
	onEachClient(() => {
		it("rejects what is pending, and Enum is told nothing", async () => {
			const crisp = await installCrisp();
			const signals = [startChatbot(), pauseChatbot()].map(watch);
			await pass(1200);
			findChatbot()?.end();
			await pass(10_000);
			expect(signals.map(({ outcome }) => outcome)).toMatchObject([
				{ code: "ABORTED", signal: "start_chatbot", cause: undefined },
				{ code: "ABORTED", signal: "pause_chatbot", cause: undefined },
			]);
			expect(crisp.told).toEqual([]);
		});

		it("settles as sent a signal that Crisp has taken, and that has not been seen yet", async () => {
			const crisp = await installCrisp({ writeWindow: 450 });
			const start = watch(startChatbot());
			await pass(1470);
			expect(start.outcome).toBe("pending");
			findChatbot()?.end();
			await pass(0);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	it("rejects a signal that was called before Crisp came", async () => {
		const start = watch(startChatbot());
		findChatbot()?.end();
		const crisp = await installCrisp();
		await pass(5000);
		expect(start.outcome).toMatchObject({ code: "ABORTED" });
		expect(crisp.told).toEqual([]);
	});

	it("rejects a signal that was left to the next page, which then does not take it", async () => {
		const crisp = makeCrisp();
		const start = watch(startChatbot());
		window.dispatchEvent(new Event("pagehide"));
		findChatbot()?.end();
		crisp.install();
		configure();
		await pass(5000);
		expect(start.outcome).toMatchObject({ code: "ABORTED" });
		expect(crisp.told).toEqual([]);
	});

	it("ends timers and undoes what was started, so that nothing more is told", async () => {
		const listener = vi.fn();
		onPaused(listener);
		subscribe(listener);
		startChatbot();
		receive("chatbot_paused:human");
		findChatbot()?.end();
		await pass(0);
		expect(vi.getTimerCount()).toBe(0);
		expect(listener).not.toHaveBeenCalled();
	});

	it("takes its listener off the AbortSignal of a signal that is pending", () => {
		const { signal } = new AbortController();
		const [added, removed] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
		startChatbot({ signal });
		findChatbot()?.end();
		expect(added).toHaveBeenCalledTimes(1);
		expect(removed.mock.calls).toEqual(added.mock.calls);
	});
});

describe("debug", () => {
	let debug: MockInstance<typeof console.debug>;
	beforeEach(() => {
		debug = vi.spyOn(console, "debug").mockImplementation(() => {});
	});
	const getSteps = () => debug.mock.calls.map(([, step]) => String(step).replace(/0\.\d+/, "0.42"));

	it("logs each step of a signal", async () => {
		await installCrisp();
		configure({ debug: true });
		startChatbot();
		await pass(3000);
		expect(new Set(debug.mock.calls.map(([name]) => name))).toEqual(new Set(["[crisp-signals]"]));
		expect(getSteps()).toEqual([
			"start_chatbot: waits for Crisp to show 0.42",
			"start_chatbot: waits for Crisp to show start_chatbot",
			"start_chatbot: sent",
		]);
	});

	it("says what a signal waits for, and how it has ended", async () => {
		configure({ debug: true });
		const signals = [startChatbot({ timeout: 5000 }), pauseChatbot({ timeout: 9000 })].map(watch);
		await pass(1000);
		// Its client is there, and never joins.
		makeCrisp({ joinDelay: 60_000 }).install();
		await pass(10_000);
		expect(getSteps()).toEqual([
			"start_chatbot: waits for Crisp",
			"start_chatbot: waits for Crisp's session",
			"start_chatbot: TIMEOUT",
			"pause_chatbot: TIMEOUT",
		]);
		expect(signals.map(({ outcome }) => (outcome as Error).message)).toEqual([
			"start_chatbot was not delivered: TIMEOUT while it waited for Crisp's session",
			"pause_chatbot was not delivered: TIMEOUT while it waited for Crisp's session",
		]);
	});

	it("says of a signal that waits behind another one that it waited for its turn", async () => {
		await installCrisp();
		startChatbot();
		const pause = watch(pauseChatbot({ timeout: 100 }));
		await pass(1000);
		expect(pause.outcome).toHaveProperty(
			"message",
			"pause_chatbot was not delivered: TIMEOUT while it waited for its turn",
		);
	});

	it("is silent unless it is asked for", async () => {
		await installCrisp();
		startChatbot();
		await pass(3000);
		expect(debug).not.toHaveBeenCalled();
	});
});

describe("what can be undone", () => {
	function start() {
		const view = new AbortController();
		const stop = vi.fn();
		const undo = startUndoable({ signal: view.signal }, () => stop);
		return { view, stop, undo };
	}

	it("is undone when its signal aborts", () => {
		const { view, stop } = start();
		expect(stop).not.toHaveBeenCalled();
		view.abort();
		expect(stop).toHaveBeenCalledTimes(1);
	});

	it("has no listener left on its signal once it is undone by the call", () => {
		const { view, stop, undo } = start();
		undo();
		view.abort();
		expect(stop).toHaveBeenCalledTimes(1);
	});

	it("needs no signal", () => {
		const stop = vi.fn();
		startUndoable(undefined, () => stop)();
		expect(stop).toHaveBeenCalledTimes(1);
	});

	it("is not started where its signal has aborted before", () => {
		const begin = vi.fn(() => () => {});
		expect(startUndoable({ signal: AbortSignal.abort() }, begin)()).toBeUndefined();
		expect(begin).not.toHaveBeenCalled();
	});

	it("is not started with a signal that is none", () => {
		expect(() => startUndoable({ signal: {} as AbortSignal }, () => () => {})).toThrow(
			new TypeError("Expected signal.addEventListener to be a function, got undefined"),
		);
	});
});
