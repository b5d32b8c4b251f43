import { describe, expect, test, vi } from "vitest";
import { closeWindow, createFake, createJoined, page, read, readAll, useFakePage, write } from "./page.js";

useFakePage();

describe("the client's own session data", () => {
	test("reading it throws until it is loaded", () => {
		createFake().install();
		vi.advanceTimersByTime(299);
		expect(() => readAll()).toThrow(TypeError);
		vi.advanceTimersByTime(1);
		expect(readAll()).toEqual({});
	});

	test("holds every key, falsy values as they are", () => {
		createJoined();
		write("start_chatbot");
		write(0, "count");
		closeWindow();
		expect(readAll()).toEqual({ enum: "start_chatbot", count: 0 });
	});

	test("deleting a key empties the local copy and sends nothing", () => {
		const fake = createJoined();
		write("start_chatbot");
		closeWindow();
		delete readAll().enum;
		vi.advanceTimersByTime(60_000);
		expect(read()).toBe(null);
		expect(fake.serverValue).toBe("start_chatbot");
		expect(fake.wire).toHaveLength(1);
	});

	test.each([["start_chatbot"], ["other"]])(
		"after a delete the next write is a change and is sent, %j too",
		(value) => {
			const fake = createJoined();
			write("start_chatbot");
			closeWindow();
			delete readAll().enum;
			write(value);
			closeWindow();
			expect(fake.wire.map(({ data }) => data)).toEqual([{ enum: "start_chatbot" }, { enum: value }]);
		},
	);

	test("a deleted key is taken from the server at the next rejoin", () => {
		const fake = createJoined();
		write("start_chatbot");
		closeWindow();
		delete readAll().enum;
		fake.drop();
		fake.pause();
		fake.restore();
		vi.advanceTimersByTime(0);
		expect(read()).toBe("chatbot_paused:human");
	});

	test.each([["__proto__"], ["constructor"]])("%s is a key like any other", (key) => {
		const fake = createJoined();
		expect(read(key)).toBe(null);
		write("x", key);
		closeWindow();
		expect(read(key)).toBe("x");
		expect(Object.entries(readAll())).toEqual([[key, "x"]]);
		expect(fake.wire.map(({ data }) => Object.entries(data))).toEqual([[[key, "x"]]]);
		delete readAll()[key];
		expect(read(key)).toBe(null);
		fake.reload();
		vi.advanceTimersByTime(500);
		expect(read(key)).toBe("x");
	});
});

describe("its identity", () => {
	test("is another one after the first join", () => {
		createFake().install();
		vi.advanceTimersByTime(499);
		const before = readAll();
		expect(readAll()).toBe(before);
		vi.advanceTimersByTime(1);
		expect(readAll()).not.toBe(before);
	});

	test("stays between joins, over writes and a lost line", () => {
		const fake = createJoined();
		const before = readAll();
		write("start_chatbot");
		closeWindow();
		fake.drop();
		expect(readAll()).toBe(before);
		expect(before.enum).toBe("start_chatbot");
	});

	test("is another one after a rejoin, also when nothing differs", () => {
		const fake = createJoined();
		const before = readAll();
		fake.drop();
		fake.restore();
		vi.advanceTimersByTime(0);
		expect(readAll()).not.toBe(before);
	});

	test("is another one once a reset session is joined", () => {
		createJoined();
		page.$crisp.do("session:reset");
		vi.advanceTimersByTime(199);
		const before = readAll();
		vi.advanceTimersByTime(1);
		expect(readAll()).not.toBe(before);
	});
});

describe("the first join", () => {
	test("takes what the server got since the page loaded, and sends nothing", () => {
		const fake = createFake();
		fake.install();
		vi.advanceTimersByTime(300);
		fake.pause();
		expect(read()).toBe(null);
		vi.advanceTimersByTime(200);
		expect(read()).toBe("chatbot_paused:human");
		expect(fake.wire).toEqual([]);
	});

	test("leaves what the page has written before", () => {
		const fake = createFake({ joinDelay: 501 });
		fake.install();
		vi.advanceTimersByTime(300);
		write("start_chatbot");
		closeWindow();
		fake.pause();
		vi.advanceTimersByTime(1);
		expect(fake.isJoined).toBe(true);
		expect(read()).toBe("start_chatbot");
		expect(fake.serverValue).toBe("chatbot_paused:human");
		expect(fake.wire).toEqual([]);
	});
});

describe("liveData: false", () => {
	test("hands out a copy each time, so deleting takes no effect", () => {
		const fake = createJoined({ liveData: false });
		write("start_chatbot");
		closeWindow();
		expect(readAll()).toEqual({ enum: "start_chatbot" });
		expect(readAll()).not.toBe(readAll());
		delete readAll().enum;
		expect(read()).toBe("start_chatbot");
		write("start_chatbot");
		closeWindow();
		expect(fake.wire).toHaveLength(1);
	});

	test("throws as well until the data is loaded", () => {
		createFake({ liveData: false }).install();
		expect(() => vi.advanceTimersByTime(299)).not.toThrow();
		expect(() => readAll()).toThrow(TypeError);
	});
});
