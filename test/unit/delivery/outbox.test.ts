import { describe, expect, it, vi } from "vitest";
import { editOutbox, type Job, takeJobs } from "../../../src/delivery/outbox.js";
import { DEFAULTS } from "../../../src/options.js";
import { replaceStorage, usePage } from "../helpers.js";

usePage();

const NAME = "crisp-signals:2:enum";

const job: Job = {
	id: "1",
	signal: "start_chatbot",
	calledAt: 0,
	expires: 1000,
	repeats: 0,
	owner: "session_1",
};

const store = (value: unknown) => localStorage.setItem(NAME, JSON.stringify(value));
const read = () => JSON.parse(localStorage.getItem(NAME) as string);
const readAll = () => editOutbox(DEFAULTS, (outbox) => structuredClone(outbox));

describe("the outbox", () => {
	it("is one entry of localStorage, under the number of its format and the key", () => {
		editOutbox(DEFAULTS, ({ jobs, delivered }) => {
			jobs.push(job);
			delivered.push({ id: "0", session: "session_1" });
		});
		expect(Object.keys(localStorage)).toEqual([NAME]);
		expect(read()).toEqual({ jobs: [job], delivered: [{ id: "0", session: "session_1" }] });
		expect(sessionStorage).toHaveLength(0);
	});

	it("returns what the edit returns", () => {
		expect(editOutbox(DEFAULTS, () => 42)).toBe(42);
	});

	it("gives out those that are wanted, and keeps the others", () => {
		const other = { ...job, id: "2", owner: "session_2" };
		store({ jobs: [job, other], delivered: [] });
		expect(takeJobs(DEFAULTS, ({ owner }) => owner === "session_1")).toEqual([job]);
		expect(read().jobs).toEqual([other]);
	});

	it("is not written where nothing changes", () => {
		store({ jobs: [job], delivered: [] });
		const setItem = vi.fn();
		replaceStorage({ setItem });
		expect(takeJobs(DEFAULTS, () => false)).toEqual([]);
		expect(setItem).not.toHaveBeenCalled();
	});

	it("is another one for each key", () => {
		store({ jobs: [job], delivered: [] });
		expect(takeJobs({ ...DEFAULTS, key: "other" }, () => true)).toEqual([]);
		expect(read().jobs).toEqual([job]);
	});

	it("is another one for each version of the format", () => {
		localStorage.setItem("crisp-signals:1:enum", JSON.stringify([job]));
		localStorage.setItem("crisp-signals:3:enum", JSON.stringify({ jobs: [job], delivered: [] }));
		expect(takeJobs(DEFAULTS, () => true)).toEqual([]);
	});
});

describe("the outbox of a page with an old library", () => {
	it("is the same where that makes a text of each array that becomes JSON", () => {
		const toJSON = function (this: unknown[]) {
			return `[${this.map((item) => JSON.stringify(item)).join(", ")}]`;
		};
		Object.assign(Array.prototype, { toJSON });
		try {
			editOutbox(DEFAULTS, ({ jobs }) => jobs.push({ ...job, before: ["start_chatbot"] }));
		} finally {
			Reflect.deleteProperty(Array.prototype, "toJSON");
		}
		expect(read()).toEqual({ jobs: [{ ...job, before: ["start_chatbot"] }], delivered: [] });
	});
});

describe("where nothing is to be stored", () => {
	const settings = { ...DEFAULTS, persist: false };

	it("no storage is touched", () => {
		const local = vi.spyOn(window, "localStorage", "get");
		const session = vi.spyOn(window, "sessionStorage", "get");
		expect(editOutbox(settings, ({ jobs }) => jobs.push(job))).toBeUndefined();
		expect(takeJobs(settings, () => true)).toEqual([]);
		expect(local).not.toHaveBeenCalled();
		expect(session).not.toHaveBeenCalled();
	});
});

describe("where storage is denied, or full", () => {
	function deny() {
		throw new DOMException("denied", "SecurityError");
	}

	it.each([
		["denied", () => vi.spyOn(window, "localStorage", "get").mockImplementation(deny as never)],
		["denied to readers", () => replaceStorage({ getItem: deny as never })],
		["full", () => replaceStorage({ setItem: deny })],
	])("nothing is known, and nothing breaks (%s)", (_, denyStorage) => {
		store({ jobs: [job], delivered: [] });
		denyStorage();
		expect(editOutbox(DEFAULTS, ({ jobs }) => jobs.push({ ...job, id: "2" }))).toBeUndefined();
		expect(takeJobs(DEFAULTS, () => true)).toEqual([]);
		vi.restoreAllMocks();
		expect(read().jobs).toEqual([job]);
	});

	it("nothing is known where there is no localStorage", () => {
		vi.spyOn(window, "localStorage", "get").mockReturnValue(null as never);
		expect(editOutbox(DEFAULTS, () => 42)).toBeUndefined();
	});
});

describe("an entry that no outbox has written", () => {
	it.each([
		["no JSON", "{"],
		["null", "null"],
		["a number", "42"],
		["a text", '"x"'],
		["an object without jobs", "{}"],
		["an array", "[null]"],
		["two values", "[[]][[]]"],
		["what is nested too deep", "[".repeat(100_000)],
		["jobs that are no array", '{"jobs":1,"delivered":[]}'],
	])("counts as an empty one: %s", (_, text) => {
		localStorage.setItem(NAME, text);
		expect(readAll()).toEqual({ jobs: [], delivered: [] });
		editOutbox(DEFAULTS, ({ jobs }) => jobs.push(job));
		expect(read()).toEqual({ jobs: [job], delivered: [] });
	});

	it("brings in no job that says anything but a signal", () => {
		store({
			jobs: [
				null,
				42,
				"x",
				{},
				[],
				{ ...job, signal: "chatbot_paused:human" },
				{ ...job, signal: "__proto__" },
				{ ...job, signal: { toString: "start_chatbot" } },
				job,
			],
			delivered: [null, 0, { id: "0", session: "session_1" }],
		});
		expect(readAll()).toEqual({ jobs: [job], delivered: [{ id: "0", session: "session_1" }] });
	});
});
