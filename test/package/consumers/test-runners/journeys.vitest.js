import * as signals from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import createJourneys from "./journeys.cjs";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pass = (ms) => vi.advanceTimersByTimeAsync(ms);

test.each(createJourneys({ signals, createFakeCrisp, pass }))("%s", async (_, expected, journey) => {
	expect(await journey()).toEqual(expected);
	expect(vi.getTimerCount()).toBe(0);
});

test("an idle page looks at Crisp for ever, so runAllTimers gives up, and the pending timers are run", async () => {
	const crisp = createFakeCrisp();
	crisp.install();
	crisp.pause();
	signals.subscribe(() => {});
	expect(() => vi.runAllTimers()).toThrow("10000 timers");
	await vi.runOnlyPendingTimersAsync();
	expect(signals.getState().pause?.reason).toBe("human");
	crisp.uninstall();
	await vi.runAllTimersAsync();
});
