import * as signals from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest-2";
import createJourneys from "./journeys.cjs";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pass = (ms) => vi.advanceTimersByTimeAsync(ms);

test.each(createJourneys({ signals, createFakeCrisp, pass }))("%s", async (_, expected, journey) => {
	expect(await journey()).toEqual(expected);
	expect(vi.getTimerCount()).toBe(0);
});
