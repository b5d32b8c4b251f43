import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClock, startTimer } from "../../src/clock.js";
import { configure, getState, startChatbot } from "../../src/index.js";
import { createFakeCrisp } from "../../src/testing/index.js";
import { installCrisp, pass, usePage, watch } from "./helpers.js";

const NOON = new Date("2026-01-01T12:00:00Z").getTime();
const HOUR = 3_600_000;

describe("the clock", () => {
	usePage();

	it("begins with the time of day, and goes on with it", async () => {
		const now = createClock();
		expect(now()).toBe(NOON);
		await pass(1234);
		expect(now()).toBe(NOON + 1234);
	});

	it("stands still while it is set back, and goes on from there", async () => {
		const now = createClock();
		await pass(1000);
		expect(now()).toBe(NOON + 1000);
		vi.setSystemTime(NOON - HOUR);
		expect(now()).toBe(NOON + 1000);
		await pass(500);
		expect(now()).toBe(NOON + 1500);
	});

	it("goes forward with what is set forward", () => {
		const now = createClock();
		vi.setSystemTime(NOON + HOUR);
		expect(now()).toBe(NOON + HOUR);
	});

	it("never goes back, however often it is set", () => {
		const now = createClock();
		let before = now();
		for (const hours of [-1, 2, -30, 0, 1]) {
			vi.setSystemTime(NOON + hours * HOUR);
			expect(now()).toBeGreaterThanOrEqual(before);
			before = now();
		}
	});
});

describe("a signal", () => {
	usePage();

	it("is delivered where the clock is set back on its way", async () => {
		const crisp = await installCrisp();
		const start = watch(startChatbot());
		await pass(300);
		vi.setSystemTime(NOON - HOUR);
		await pass(2000);
		expect(start.outcome).toBe("sent");
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is given up in time where the clock is set back while it waits", async () => {
		await installCrisp({ socket: false });
		const start = watch(startChatbot({ timeout: 5000 }));
		await pass(1000);
		vi.setSystemTime(NOON - HOUR);
		await pass(4100);
		expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
	});

	it("is given up at once where the clock is set forward beyond its time", async () => {
		await installCrisp({ socket: false });
		const start = watch(startChatbot());
		await pass(1000);
		vi.setSystemTime(NOON + HOUR);
		await pass(100);
		expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
	});
});

describe("a signal where a test tool fakes the date alone", () => {
	beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOON }));
	afterEach(() => void vi.useRealTimers());

	it("begins, and goes on as the date does", async () => {
		const crisp = createFakeCrisp({ loadDelay: 0, sessionDelay: 0, joinDelay: 0, writeWindow: 0 });
		crisp.install();
		try {
			await vi.waitUntil(() => crisp.isJoined);
			configure({ delay: 600 });
			const start = watch(startChatbot());
			await vi.waitUntil(() => crisp.enumLog.length === 1);
			vi.setSystemTime(NOON + 600);
			await vi.waitUntil(() => start.outcome !== "pending");
			expect(start.outcome).toBe("sent");
			expect(getState().last).toBe("start_chatbot");
			expect(crisp.told).toEqual(["start_chatbot"]);
		} finally {
			crisp.uninstall();
			localStorage.clear();
		}
	});
});

describe("a timer", () => {
	usePage();

	afterEach(() => void vi.unstubAllGlobals());

	/** What zone.js leaves of `setTimeout`: one that makes a task of its zone, with the browser's own behind it. */
	function usePageWithZone(isFakeAsync: boolean) {
		const native = vi.fn(setTimeout);
		const patched = Object.assign(vi.fn(setTimeout), { __zone_symbol__OriginalDelegate: native });
		const get = vi.fn((name: string) => (isFakeAsync && name === "FakeAsyncTestZoneSpec" ? {} : undefined));
		vi.stubGlobal("setTimeout", patched);
		vi.stubGlobal("Zone", { current: { get } });
		return { native, patched };
	}

	it("calls back after the time, once", async () => {
		const callback = vi.fn();
		startTimer(callback, 100);
		await pass(99);
		expect(callback).not.toHaveBeenCalled();
		await pass(10_000);
		expect(callback).toHaveBeenCalledTimes(1);
	});

	it("does not call back after its undo, which may be called twice", async () => {
		const callback = vi.fn();
		const undo = startTimer(callback, 100);
		undo();
		undo();
		await pass(1000);
		expect(callback).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("is no task of Angular's zone, so that an app becomes stable", async () => {
		const { native, patched } = usePageWithZone(false);
		const callback = vi.fn();
		startTimer(callback, 100);
		startTimer(callback, 200)();
		expect(patched).not.toHaveBeenCalled();
		expect(native.mock.calls).toEqual([
			[callback, 100],
			[callback, 200],
		]);
		await pass(1000);
		expect(callback).toHaveBeenCalledTimes(1);
	});

	it("is one of fakeAsync, which has to see it", async () => {
		const { native, patched } = usePageWithZone(true);
		const callback = vi.fn();
		startTimer(callback, 100);
		expect(native).not.toHaveBeenCalled();
		expect(patched).toHaveBeenCalledTimes(1);
		await pass(100);
		expect(callback).toHaveBeenCalledTimes(1);
	});

	it("is the browser's, which can be called on the window or on nothing", () => {
		const receivers: unknown[] = [];
		const native = function (this: unknown) {
			receivers.push(this);
			return 1;
		};
		vi.stubGlobal(
			"setTimeout",
			Object.assign(() => 2, { __zone_symbol__OriginalDelegate: native }),
		);
		startTimer(() => {}, 100);
		expect([globalThis, undefined]).toContain(receivers[0]);
		expect(receivers).toHaveLength(1);
	});

	it("is a plain one where zone.js has not patched it, as where a test tool fakes it", async () => {
		vi.stubGlobal("Zone", { current: { get: () => undefined } });
		const callback = vi.fn();
		startTimer(callback, 100);
		await pass(100);
		expect(callback).toHaveBeenCalledTimes(1);
	});

	it("of the library is never a task of Angular's zone", async () => {
		const { patched, native } = usePageWithZone(false);
		startChatbot({ timeout: 5000 });
		await vi.advanceTimersByTimeAsync(30_000);
		expect(native).toHaveBeenCalled();
		expect(patched).not.toHaveBeenCalled();
	});
});
