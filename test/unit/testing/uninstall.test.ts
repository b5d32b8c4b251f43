import { describe, expect, test, vi } from "vitest";
import * as signals from "../../../src/index.js";
import { watch } from "../helpers.js";
import { createFake, createJoined, page, useFakePage } from "./page.js";

useFakePage();

const NAME = Symbol.for("crisp-signals:2");
const HUMAN = "chatbot_paused:human";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("uninstall", () => {
	test("takes Crisp and the chatbot off the page, with all timers", async () => {
		const fake = createJoined();
		signals.startChatbot();
		await pass(700);
		fake.uninstall();
		expect(vi.getTimerCount()).toBe(0);
		for (const name of ["$crisp", "CRISP_WEBSITE_ID", NAME]) expect(name in globalThis).toBe(false);
		expect(fake).toMatchObject({ isJoined: false, isConnected: false, handlers: [], pushed: [] });
	});

	test("leaves the server, whose logs a test can still read", async () => {
		const fake = createJoined();
		signals.startChatbot();
		await pass(3000);
		fake.pause();
		fake.uninstall();
		expect(fake.told).toEqual(["start_chatbot"]);
		expect(fake.serverValue).toBe(HUMAN);
		expect(fake.enumLog).toHaveLength(3);
	});

	test("rejects what is pending with ABORTED, and Enum is not told later", async () => {
		const fake = createJoined();
		const pending = [signals.startChatbot(), signals.pauseChatbot()].map(watch);
		await pass(1200);
		fake.uninstall();
		await pass(10_000);
		expect(pending.map(({ outcome }) => outcome)).toMatchObject([{ code: "ABORTED" }, { code: "ABORTED" }]);
		expect(fake.told).toEqual([]);
	});

	test("settles as sent what Crisp has taken, and the library has not seen yet", async () => {
		const fake = createJoined({ writeWindow: 450 });
		const start = watch(signals.startChatbot());
		await pass(1470);
		expect(fake.told).toEqual(["start_chatbot"]);
		expect(start.outcome).toBe("pending");
		fake.uninstall();
		await pass(0);
		expect(start.outcome).toBe("sent");
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test("ends what listens: subscribers, listeners of pauses, bound buttons", async () => {
		const fake = createJoined();
		const listener = vi.fn();
		signals.onPaused(listener);
		signals.subscribe(listener);
		signals.bindButtons();
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		fake.uninstall();
		const next = createJoined();
		document.querySelector("button")?.click();
		signals.receive(HUMAN);
		await pass(3000);
		next.uninstall();
		expect(listener).not.toHaveBeenCalled();
		expect(next.told).toEqual([]);
	});

	test("lets the next use begin from nothing: no state, no options, another key", async () => {
		const fake = createJoined({ liveData: false });
		signals.configure({ timeout: 700 });
		signals.receive(HUMAN);
		signals.startChatbot();
		await pass(3000);
		fake.uninstall();
		expect(signals.getState()).toBe(signals.getServerState());
		const next = createJoined({ key: "sales" });
		signals.configure({ key: "sales" });
		const pause = watch(signals.pauseChatbot());
		await pass(3000);
		next.uninstall();
		expect(pause.outcome).toBe("sent");
		expect(next.told).toEqual(["pause_chatbot"]);
	});

	test("ends the chatbot of another copy of the library, or of another fake", () => {
		const fake = createJoined();
		signals.startChatbot();
		createFake().uninstall();
		expect(NAME in globalThis).toBe(false);
		fake.uninstall();
		expect(vi.getTimerCount()).toBe(0);
	});

	test("does the same from another copy of the fake", async () => {
		createJoined();
		signals.startChatbot();
		vi.resetModules();
		const { createFakeCrisp } = await import("../../../src/testing/index.js");
		createFakeCrisp().uninstall();
		expect(NAME in globalThis).toBe(false);
	});

	test("may be called twice, before install, and where the library is not used", () => {
		const fake = createFake();
		fake.uninstall();
		fake.install();
		fake.uninstall();
		fake.uninstall();
		expect("$crisp" in page).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
	});

	test("can be followed by install, for the next page of the same visitor", async () => {
		const fake = createJoined();
		fake.pause();
		fake.uninstall();
		fake.install();
		const listener = vi.fn();
		signals.onPaused(listener);
		await pass(2000);
		fake.uninstall();
		expect(listener.mock.calls).toMatchObject([[{ value: HUMAN, replayed: true }]]);
	});

	test("is told to onChange, as unload is", () => {
		const fake = createJoined();
		const seen: boolean[] = [];
		fake.onChange(() => seen.push(fake.isJoined));
		fake.uninstall();
		expect(seen).toEqual([false]);
	});
});

test("unload takes Crisp off the page only: the chatbot waits for another one", async () => {
	const fake = createJoined();
	const start = watch(signals.startChatbot());
	await pass(300);
	fake.unload();
	expect(NAME in globalThis).toBe(true);
	await pass(5000);
	expect(start.outcome).toBe("pending");
	fake.install();
	await pass(5000);
	expect(start.outcome).toBe("sent");
	fake.uninstall();
});
