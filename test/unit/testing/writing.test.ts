import { describe, expect, test, vi } from "vitest";
import { closeWindow, createFake, createJoined, page, read, useFakePage, write } from "./page.js";

useFakePage();

describe("values", () => {
	test.each([
		["true", true],
		["0.42", 0.42],
		["-1e3", -1000],
		["start_chatbot", "start_chatbot"],
		["Infinity", "Infinity"],
		[" ", " "],
		[7, 7],
		[true, true],
	])("%j is kept as %j", (value, kept) => {
		createJoined();
		write(value);
		closeWindow();
		expect(read()).toBe(kept);
	});

	test.each([
		["false", false],
		["0", 0],
		["", ""],
	])("%j is sent as %j and reads as null", (value, sent) => {
		const fake = createJoined();
		write(value);
		closeWindow();
		expect(fake.serverValue).toBe(sent);
		expect(read()).toBe(null);
	});

	test("several keys can be set at once", () => {
		const fake = createJoined();
		page.$crisp.push([
			"set",
			"session:data",
			[
				[
					["enum", "1"],
					["plan", "pro"],
				],
			],
		]);
		closeWindow();
		expect(fake.wire.map(({ data }) => data)).toEqual([{ enum: 1, plan: "pro" }]);
	});

	test.each([
		["an object as value", ["enum", {}]],
		["null as value", ["enum", null]],
		["no value", ["enum"]],
		["a key with a space", ["e num", "x"]],
		["an empty key", ["", "x"]],
		["a key of 51 characters", ["k".repeat(51), "x"]],
		["a number as key", [1, "x"]],
		["no pair", "enum"],
		["nothing", undefined],
		["a list with a wrong pair", [[["enum", "x"], ["plan"]]]],
	])("%s throws Invalid data and writes nothing", (_name, data) => {
		const fake = createJoined();
		expect(() => page.$crisp.push(["set", "session:data", data])).toThrow("Invalid data");
		closeWindow();
		expect(fake.wire).toEqual([]);
	});

	test("a key of 50 characters is fine", () => {
		createJoined();
		write("x", "k".repeat(50));
		closeWindow();
		expect(read("k".repeat(50))).toBe("x");
	});

	test("safe mode swallows the error until it is turned off", () => {
		createJoined();
		page.$crisp.push(["safe", true]);
		expect(() => write({})).not.toThrow();
		page.$crisp.push(["on", "chat:opened", () => {}]);
		expect(() => write({})).not.toThrow();
		page.$crisp.safe(false);
		expect(() => write({})).toThrow("Invalid data");
	});

	test("set, called directly, equals a push", () => {
		const fake = createJoined();
		page.$crisp.set("session:data", ["enum", "start_chatbot"]);
		closeWindow();
		expect(fake.told).toEqual(["start_chatbot"]);
		expect(fake.pushed.map(({ command }) => command)).toEqual([["set", "session:data", ["enum", "start_chatbot"]]]);
	});

	test("the other methods, called directly, equal a push too", () => {
		const fake = createJoined();
		page.$crisp.on("chat:opened", 1);
		page.$crisp.off("chat:opened");
		page.$crisp.do("chat:close", [2]);
		page.$crisp.config("color:theme", ["red"]);
		page.$crisp.safe(true);
		expect(fake.pushed.map(({ command }) => command)).toEqual([
			["on", "chat:opened", 1],
			["off", "chat:opened"],
			["do", "chat:close", [2]],
			["config", "color:theme", ["red"]],
			["safe", true],
		]);
	});

	test("other commands do nothing", () => {
		const fake = createJoined();
		const { session } = fake;
		page.$crisp.push(["once", "chat:opened", () => {}]);
		page.$crisp.push(["will", "chat:open"]);
		page.$crisp.push(["will", "session:reset"]);
		expect(fake.handlers).toEqual([]);
		expect(page.$crisp.is("chat:opened")).toBe(false);
		expect(fake.session).toBe(session);
	});

	test("other names than session:data change nothing", () => {
		const fake = createJoined();
		page.$crisp.set("user:email", ["a@b.example"]);
		page.$crisp.config("color:theme", ["red"]);
		page.$crisp.push(["get", "session:data"]);
		page.$crisp.help();
		closeWindow();
		expect(fake.wire).toEqual([]);
		expect(page.$crisp.get("user:email")).toBe(null);
	});
});

describe("the 500 ms window", () => {
	test("the local copy changes and the message goes when the window closes", () => {
		const fake = createJoined();
		write("start_chatbot");
		vi.advanceTimersByTime(499);
		expect(read()).toBe(null);
		expect(fake.wire).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(read()).toBe("start_chatbot");
		expect(fake.wire).toEqual([
			{ at: Date.now(), session: fake.session, data: { enum: "start_chatbot" }, reason: "write" },
		]);
	});

	test("later writes overwrite, and do not hold the window open", () => {
		const fake = createJoined();
		write("0.42");
		vi.advanceTimersByTime(400);
		write("start_chatbot");
		vi.advanceTimersByTime(100);
		expect(fake.wire.map(({ data }) => data)).toEqual([{ enum: "start_chatbot" }]);
	});

	test("all keys of a window go in one message, equal ones left out", () => {
		const fake = createJoined();
		write("same", "plan");
		closeWindow();
		write("start_chatbot");
		write("same", "plan");
		write(3, "count");
		closeWindow();
		expect(fake.wire.at(-1)?.data).toEqual({ enum: "start_chatbot", count: 3 });
	});

	test("a repeated value goes nowhere", () => {
		const fake = createJoined();
		write("start_chatbot");
		closeWindow();
		write("start_chatbot");
		closeWindow();
		expect(fake.wire).toHaveLength(1);
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test("after a dummy in a window of its own the same value is told again", () => {
		const fake = createJoined();
		for (const value of ["start_chatbot", "0.42", "start_chatbot"]) {
			write(value);
			closeWindow();
		}
		expect(fake.told).toEqual(["start_chatbot", "start_chatbot"]);
		expect(fake.enumLog.map(({ value }) => value)).toEqual(["start_chatbot", 0.42, "start_chatbot"]);
	});

	test("a write whose window closes before the join changes the local copy only, for good", () => {
		const fake = createFake({ joinDelay: 501 });
		fake.install();
		vi.advanceTimersByTime(300);
		write("start_chatbot");
		vi.advanceTimersByTime(500);
		expect(read()).toBe("start_chatbot");
		vi.advanceTimersByTime(5000);
		expect(fake.isJoined).toBe(true);
		expect(fake.wire).toEqual([]);
	});

	test("a write whose window closes after the join is sent", () => {
		const fake = createFake({ joinDelay: 499 });
		fake.install();
		vi.advanceTimersByTime(300);
		write("start_chatbot");
		vi.advanceTimersByTime(500);
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test("socket: false drops every write in silence", () => {
		const fake = createJoined({ socket: false });
		write("start_chatbot");
		vi.advanceTimersByTime(5000);
		expect(read()).toBe(null);
		expect(fake.wire).toEqual([]);
	});
});

describe("session:reset", () => {
	test("clears the local data and starts a new, empty session on the server", () => {
		const fake = createJoined();
		write("start_chatbot");
		closeWindow();
		const before = fake.session;
		page.$crisp.push(["do", "session:reset"]);
		expect(fake.session).not.toBe(before);
		expect(fake.serverValue).toBeUndefined();
		expect(read()).toBe(null);
	});

	test("the identifier is null until the new session is joined", () => {
		const fake = createJoined();
		page.$crisp.do("session:reset");
		vi.advanceTimersByTime(199);
		expect(page.$crisp.get("session:identifier")).toBe(null);
		vi.advanceTimersByTime(1);
		expect(page.$crisp.get("session:identifier")).toBe(fake.session);
	});

	test("an open window is not cancelled and lands in the new session", () => {
		const fake = createJoined();
		write("start_chatbot");
		page.$crisp.do("session:reset");
		vi.advanceTimersByTime(500);
		expect(read()).toBe("start_chatbot");
		expect(fake.wire.map(({ session }) => session)).toEqual([fake.session]);
	});

	test("a reset before the join waits for one join only", () => {
		const fake = createFake();
		fake.install();
		vi.advanceTimersByTime(400);
		page.$crisp.do("session:reset");
		vi.advanceTimersByTime(199);
		expect(fake.isJoined).toBe(false);
		vi.advanceTimersByTime(1);
		expect(fake.isJoined).toBe(true);
	});
});

describe("clients that nobody has seen", () => {
	test("one can collect writes for another time", () => {
		createJoined({ writeWindow: 800 });
		write("x");
		vi.advanceTimersByTime(799);
		expect(read()).toBe(null);
		vi.advanceTimersByTime(1);
		expect(read()).toBe("x");
	});

	test.each([["0.42"], ["true"]])("one can keep %j as text", (value) => {
		const fake = createJoined({ coercion: false });
		write(value);
		closeWindow();
		expect(read()).toBe(value);
		expect(fake.serverValue).toBe(value);
	});
});

describe("the wire", () => {
	test("carries each write as a text frame of socket.io", () => {
		const carry = vi.fn(() => true);
		const fake = createJoined({ carry });
		write("x");
		closeWindow();
		expect(carry.mock.calls).toEqual([['42["session:set_data",{"enum":"x"}]']]);
		expect(fake.serverValue).toBe("x");
	});

	test("can lose what the client takes for sent, and carries it again at the rejoin", () => {
		const carry = vi.fn(() => false);
		const fake = createJoined({ carry });
		write("x");
		closeWindow();
		expect(read()).toBe("x");
		expect(fake.serverValue).toBe(undefined);
		expect(fake.wire).toEqual([]);
		carry.mockReturnValue(true);
		fake.drop();
		fake.restore();
		vi.advanceTimersByTime(0);
		expect(fake.wire.map(({ reason, data }) => [reason, data])).toEqual([["rejoin", { enum: "x" }]]);
	});
});
