import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createLooks } from "../../src/delivery/looks.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a look that is wanted from inside of a look comes right after it", () => {
	const steps: string[] = [];
	const looks = createLooks(() => {
		steps.push("begin");
		if (steps.length === 1) looks.now();
		steps.push("end");
		return 1000;
	});
	looks.now();
	expect(steps).toEqual(["begin", "end", "begin", "end"]);
	expect(vi.getTimerCount()).toBe(1);
});

it("there is no next look where the last one has asked for none", () => {
	createLooks(() => Number.POSITIVE_INFINITY).now();
	expect(vi.getTimerCount()).toBe(0);
});
