import { describe, expect, it } from "vitest";
import type { Sight } from "../../../src/crisp.js";
import type { Job } from "../../../src/delivery/outbox.js";
import { isLost } from "../../../src/delivery/proof.js";

const job: Job = {
	id: "1",
	signal: "start_chatbot",
	calledAt: 0,
	expires: 1000,
	repeats: 0,
	owner: "session_1",
	before: ["pause_chatbot", "chatbot_paused:human", "0.42", "start_chatbot"],
};

const join = (value: string, session = "session_1"): Sight => ({
	client: { push: () => {}, get: () => null },
	session,
	value,
	data: {},
});

describe("a delivered signal", () => {
	it.each(["", "0.42", "pause_chatbot"])("is lost where a join shows what stood there before: %j", (value) => {
		expect(isLost(job, join(value), 0)).toBe(true);
	});

	it.each([
		["itself", "start_chatbot"],
		["a pause, also one that stood there before", "chatbot_paused:human"],
		["a pause without a reason", "chatbot_paused:"],
		["what was not there before, which is newer", "0.43"],
		["what somebody else has written", "something_else"],
	])("has arrived where a join shows %s", (_, value) => {
		expect(isLost(job, join(value), 0)).toBe(false);
	});

	it("is not made up for in another session", () => {
		expect(isLost(job, join("", "session_2"), 0)).toBe(false);
	});

	it("is not made up for once its time is over", () => {
		expect(isLost(job, join(""), 999)).toBe(true);
		expect(isLost(job, join(""), 1000)).toBe(false);
	});

	it("is made up for three times at most", () => {
		expect(isLost({ ...job, repeats: 2 }, join(""), 0)).toBe(true);
		expect(isLost({ ...job, repeats: 3 }, join(""), 0)).toBe(false);
	});
});
