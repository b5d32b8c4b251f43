import { describe, expect, it, vi } from "vitest";
import { type ChatbotPause, getState, onPaused, pauseChatbot, receive, startChatbot } from "../../src/index.js";
import { createPauses } from "../../src/pauses.js";
import { createState } from "../../src/state.js";
import { changePage, IDLE_INTERVAL, installCrisp, JOINED, makeCrisp, onEachClient, pass, usePage } from "./helpers.js";

usePage();

const PAUSED = "chatbot_paused:human";
const HUMAN: ChatbotPause = { reason: "human", value: PAUSED, source: "session", replayed: true };

/** Another writer on the page. */
const writeOnPage = (value: string) => window.$crisp.push(["set", "session:data", ["enum", value]]);

/** Listeners are told in a microtask. */
const tell = () => pass(0);

function listen() {
	const listener = vi.fn<(pause: ChatbotPause) => void>();
	onPaused(listener);
	return listener;
}

function listenOnDocument() {
	const listener = vi.fn<(event: CustomEvent<ChatbotPause>) => void>();
	document.addEventListener("crisp-signal:paused", listener as unknown as EventListener);
	return listener;
}

describe("a pause", () => {
	onEachClient(() => {
		it("that stood before the page was opened is told once, as replayed", async () => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			const listener = listen();
			await pass(60_000);
			expect(listener.mock.calls).toEqual([[HUMAN]]);
			expect(crisp.serverValue).toBe(PAUSED);
		});

		it("that a reconnect brings is told as a new one", async () => {
			const crisp = await installCrisp();
			const listener = listen();
			await pass(1000);
			crisp.pause("human");
			crisp.drop();
			crisp.restore();
			await pass(IDLE_INTERVAL);
			expect(listener.mock.calls).toEqual([[{ ...HUMAN, replayed: false }]]);
		});

		it("that other code of the page writes is told", async () => {
			const crisp = await installCrisp();
			const listener = listen();
			await pass(1000);
			writeOnPage(PAUSED);
			await pass(IDLE_INTERVAL);
			expect(listener.mock.calls).toEqual([[{ ...HUMAN, replayed: false }]]);
			expect(crisp.serverValue).toBe(PAUSED);
		});

		it("that stands is told before a signal overwrites it", async () => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			const listener = listen();
			startChatbot();
			await pass(JOINED * 5);
			expect(listener.mock.calls).toEqual([[HUMAN]]);
			expect(getState().pause).toBeNull();
		});

		it("is forgotten when the session is reset", async () => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			const listener = listen();
			await pass(2000);
			expect(getState().pause).toMatchObject({ reason: "human" });
			window.$crisp.push(["do", "session:reset"]);
			await pass(IDLE_INTERVAL);
			expect(getState().pause).toBeNull();
			expect(listener).toHaveBeenCalledTimes(1);
		});

		it("is told again on the next page, as replayed", async () => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			listen();
			await pass(2000);
			changePage(crisp);
			const listener = listen();
			await pass(2000);
			expect(listener.mock.calls).toEqual([[HUMAN]]);
		});
	});

	it("that was received is forgotten when the session is reset", async () => {
		await installCrisp();
		listen();
		await pass(1000);
		receive(PAUSED);
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL);
		expect(getState().pause).toBeNull();
	});

	it("is told again only after a start", async () => {
		await installCrisp();
		const listener = listen();
		receive(PAUSED);
		receive(PAUSED);
		await tell();
		expect(listener).toHaveBeenCalledTimes(1);
		startChatbot();
		await pass(5000);
		receive(PAUSED);
		await tell();
		expect(listener).toHaveBeenCalledTimes(2);
		pauseChatbot();
		await pass(5000);
		writeOnPage("something_else");
		await pass(IDLE_INTERVAL);
		receive(PAUSED);
		await tell();
		expect(listener).toHaveBeenCalledTimes(2);
		expect(listener.mock.calls.map(([pause]) => pause.replayed)).toEqual([false, false]);
	});

	it("ends when a reconnect shows a start", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		listen();
		await pass(JOINED);
		crisp.setServerData("start_chatbot");
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(getState().pause).toBeNull();
	});

	it.each([1000, 1300])("that is received %i ms after a start was called stands, as it may be newer", async (ms) => {
		await installCrisp();
		startChatbot();
		await pass(ms);
		receive(PAUSED);
		await pass(5000);
		expect(getState()).toMatchObject({ last: "start_chatbot", pause: { reason: "human" } });
	});

	it("with another reason is another pause", async () => {
		const listener = listen();
		for (const reason of ["human", "schedule", ""]) {
			receive(`chatbot_paused:${reason}`);
			await tell();
		}
		expect(listener.mock.calls.map(([pause]) => pause.reason)).toEqual(["human", "schedule", "unknown"]);
	});

	it("is none of the library's own values", async () => {
		await installCrisp();
		const listener = listen();
		startChatbot();
		pauseChatbot();
		await pass(10_000);
		expect(listener).not.toHaveBeenCalled();
	});

	it("is seen in a hidden tab too, and at once when the tab is shown", async () => {
		const crisp = await installCrisp();
		const listener = listen();
		await tell();
		setVisibility("hidden");
		for (const [reason, wake] of [
			["hidden", () => pass(IDLE_INTERVAL)],
			["shown", () => setVisibility("visible")],
		] as const) {
			crisp.pause(reason);
			crisp.drop();
			crisp.restore();
			await pass(1);
			expect(listener).not.toHaveBeenCalled();
			await wake();
			await tell();
			expect(listener.mock.calls.map(([pause]) => pause.reason)).toEqual([reason]);
			listener.mockClear();
		}
	});
});

/** What the browser tells when the tab is shown or hidden. */
function setVisibility(state: DocumentVisibilityState) {
	vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

describe("crisp-signal:paused", () => {
	it("is dispatched on the document", async () => {
		const listener = listenOnDocument();
		receive(PAUSED);
		await tell();
		expect(listener.mock.calls.map(([{ detail }]) => detail)).toEqual([
			{ ...HUMAN, source: "received", replayed: false },
		]);
	});

	it.each(["DOMContentLoaded", "load"])(
		"comes at %s for a pause that stood: after the page's own scripts",
		async (type) => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			await pass(JOINED);
			vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
			getState();
			const listener = listenOnDocument();
			await pass(1000);
			expect(listener).not.toHaveBeenCalled();
			(type === "load" ? window : document).dispatchEvent(new Event(type));
			await tell();
			expect(listener).toHaveBeenCalledTimes(1);
		},
	);

	it("comes by a timer on a page that has loaded", async () => {
		const crisp = makeCrisp();
		crisp.pause("human");
		crisp.install();
		await pass(JOINED);
		getState();
		const listener = listenOnDocument();
		await Promise.resolve();
		expect(listener).not.toHaveBeenCalled();
		await tell();
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("does not come for a pause that has ended by then", async () => {
		const listener = listenOnDocument();
		receive(PAUSED);
		receive("start_chatbot");
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("does not come after the end of the chatbot", async () => {
		const crisp = await installCrisp();
		const listener = listenOnDocument();
		receive(PAUSED);
		crisp.uninstall();
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});
});

describe("what Enum has said last", () => {
	const createHeard = () => {
		const state = createState();
		const pauses = createPauses(state);
		return { ...pauses, getPause: () => state.current.pause };
	};

	it("is a pause with its source, and with whether it stood before", () => {
		const { hear, getPause } = createHeard();
		hear("chatbot_paused:", "relay", 1000);
		expect(getPause()).toEqual({ reason: "unknown", value: "chatbot_paused:", source: "relay", replayed: false });
		hear(PAUSED, "session", 1000, true);
		expect(getPause()).toEqual(HUMAN);
	});

	it("is not changed by what is older", () => {
		const { hear, getPause } = createHeard();
		hear(PAUSED, "session", 1000);
		hear("start_chatbot", "relay", 999);
		expect(getPause()).not.toBeNull();
		hear("start_chatbot", "relay", 1001);
		hear(PAUSED, "session", 1000);
		expect(getPause()).toBeNull();
	});

	it("is changed by what is said in the same millisecond, and later", () => {
		const { hear, getPause } = createHeard();
		hear(PAUSED, "received", 1000);
		hear("start_chatbot", "received", 1000);
		expect(getPause()).toBeNull();
	});

	it("is the first of two equal pauses, and an older start does not end it once the second is heard", () => {
		const { hear, getPause } = createHeard();
		hear(PAUSED, "relay", 1000);
		const first = getPause();
		hear(PAUSED, "session", 2000, true);
		expect(getPause()).toBe(first);
		hear("start_chatbot", "relay", 1500);
		expect(getPause()).toBe(first);
	});

	it.each(["pause_chatbot", "0.42", 0.42, "something_else", "chatbot_paused", null, {}])(
		"is not changed by %j, whose time does not count either",
		(value) => {
			const { hear, getPause } = createHeard();
			hear(PAUSED, "session", 1000);
			hear(value, "session", 2000);
			expect(getPause()).not.toBeNull();
			hear("start_chatbot", "relay", 1500);
			expect(getPause()).toBeNull();
		},
	);

	it("is nothing in another session, whose words may be older", () => {
		const { hear, forget, getPause } = createHeard();
		hear(PAUSED, "session", 2000);
		forget();
		expect(getPause()).toBeNull();
		hear(PAUSED, "session", 1000);
		expect(getPause()).not.toBeNull();
	});
});
