import { describe, expect, it, vi } from "vitest";
import { type ChatbotPause, onPaused, receive, startChatbot, subscribe } from "../../src/index.js";
import { installCrisp, pass, usePage } from "./helpers.js";

usePage();

const RECEIVED: ChatbotPause = { reason: "human", value: "chatbot_paused:human", source: "received", replayed: false };

/** Listeners are told in a microtask. */
const tell = () => pass(0);

function listen() {
	const listener = vi.fn<(pause: ChatbotPause) => void>();
	onPaused(listener);
	return listener;
}

function listenOnDocument() {
	const listener = vi.fn();
	document.addEventListener("crisp-signal:paused", listener);
	return listener;
}

describe("a listener", () => {
	it("is called once for a pause that comes, ends and comes again within a task", async () => {
		const listener = listen();
		for (const value of ["chatbot_paused:human", "start_chatbot", "chatbot_paused:human"]) receive(value);
		expect(listener).not.toHaveBeenCalled();
		await tell();
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("is not called after its undo, which may be called twice", async () => {
		const listener = vi.fn();
		const undo = onPaused(listener);
		receive("chatbot_paused:human");
		undo();
		undo();
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("is undone by its AbortSignal", async () => {
		const listener = vi.fn();
		const controller = new AbortController();
		onPaused(listener, { signal: controller.signal });
		controller.abort();
		onPaused(listener, { signal: controller.signal });
		receive("chatbot_paused:human");
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("is called once when it sends a signal itself", async () => {
		const crisp = await installCrisp();
		const listener = vi.fn(() => void startChatbot());
		onPaused(listener);
		receive("chatbot_paused:human");
		await pass(10_000);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it.each<[unknown, string]>([
		["x", "Expected listener to be a function, got x"],
		[undefined, "Expected listener to be a function, got undefined"],
	])("has to be a function, not %s", (listener, message) => {
		expect(() => onPaused(listener as never)).toThrow(new TypeError(message));
	});

	it("needs an AbortSignal as its signal", () => {
		expect(() => onPaused(() => {}, { signal: {} as AbortSignal })).toThrow(TypeError);
	});
});

describe("a listener that comes late", () => {
	it("is told of the pause that stands, after it has got its undo, and alone", async () => {
		receive("chatbot_paused:human");
		const [early, onDocument] = [listen(), listenOnDocument()];
		await tell();
		early.mockClear();
		onDocument.mockClear();
		const late = listen();
		expect(late).not.toHaveBeenCalled();
		await tell();
		expect(late.mock.calls).toEqual([[{ ...RECEIVED, replayed: true }]]);
		await pass(5000);
		expect(late).toHaveBeenCalledTimes(1);
		expect(early).not.toHaveBeenCalled();
		expect(onDocument).not.toHaveBeenCalled();
	});

	it("is told once where another one comes as late", async () => {
		receive("chatbot_paused:human");
		await tell();
		const [one, other] = [listen(), listen()];
		await tell();
		expect([one, other].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
	});

	it("is told nothing where the pause has ended before its turn, or where it was undone", async () => {
		receive("chatbot_paused:human");
		await tell();
		const listener = vi.fn();
		onPaused(listener)();
		onPaused(listener);
		receive("start_chatbot");
		await tell();
		expect(listener).not.toHaveBeenCalled();
	});

	it("is told of the newer pause only, as a new one", async () => {
		receive("chatbot_paused:human");
		await tell();
		const listener = listen();
		receive("chatbot_paused:schedule");
		await tell();
		expect(listener.mock.calls).toMatchObject([[{ reason: "schedule", replayed: false }]]);
	});

	it("is not told of the pause that is being told when it is added", async () => {
		const listener = vi.fn();
		onPaused(() => onPaused(listener));
		receive("chatbot_paused:human");
		await pass(1000);
		expect(listener).not.toHaveBeenCalled();
		receive("chatbot_paused:schedule");
		await tell();
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("is told where it is added by a subscriber, which is told of something else", async () => {
		receive("chatbot_paused:human");
		await tell();
		const listener = vi.fn();
		const undo = subscribe(() => {
			undo();
			onPaused(listener);
		});
		startChatbot();
		await tell();
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("is told no more when it adds itself again", async () => {
		receive("chatbot_paused:human");
		await tell();
		let count = 0;
		function add() {
			const undo = onPaused(() => {
				count += 1;
				undo();
				if (count < 10) add();
			});
		}
		add();
		await pass(1000);
		expect(count).toBe(1);
	});
});
