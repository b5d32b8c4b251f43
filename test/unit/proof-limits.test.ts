import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProof } from "../../src/delivery/proof.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const sight = { client: { push: () => {} }, session: "session_1", value: null, data: undefined };
const job = { id: "1", signal: "start_chatbot", timeout: 60_000, expires: 0, persist: true } as const;

it("the last 200 values that were written are known, however often each was", () => {
	const { noteWritten, isKnown } = createProof();
	for (let value = 1; value <= 201; value++) noteWritten(`${value}`);
	for (let count = 0; count < 10; count++) noteWritten("201");
	expect([isKnown("1"), isKnown("2"), isKnown("201")]).toEqual([false, true, true]);
});

it("a signal that has not arrived is worth delivering again for less than ten minutes", () => {
	for (const [ms, isWorthIt] of [
		[599_999, true],
		[600_000, false],
	] as const) {
		const proof = createProof();
		proof.noteDelivered(job, "session_1");
		vi.advanceTimersByTime(ms);
		expect(proof.judge(sight) !== undefined).toBe(isWorthIt);
	}
});
