import { describe, expect, test, vi } from "vitest";
import { createFake, createJoined, page, read, useFakePage, write } from "./page.js";

useFakePage();

describe("importing and creating", () => {
	test("importing does nothing", async () => {
		vi.resetModules();
		const before = Reflect.ownKeys(globalThis);
		const module = await import("../../../src/testing/index.js");
		expect(Object.keys(module)).toEqual(["createFakeCrisp"]);
		expect(Reflect.ownKeys(globalThis)).toEqual(before);
		expect(vi.getTimerCount()).toBe(0);
	});

	test("creating puts nothing on the page and starts no timer", () => {
		const fake = createFake();
		expect("$crisp" in globalThis).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
		expect(fake.handlers).toEqual([]);
		expect(fake.pushed).toEqual([]);
		expect(fake.isJoined).toBe(false);
		expect(fake.isConnected).toBe(false);
	});
});

describe("from the array to the object", () => {
	test("the snippet assigns a new array, so what was queued before is gone", () => {
		const early: unknown[] = [["safe", true]];
		page.$crisp = early as never;
		const fake = createFake();
		fake.install();
		expect(page.$crisp).toEqual([]);
		expect(page.CRISP_WEBSITE_ID).toBe("fake-crisp");
		vi.advanceTimersByTime(500);
		expect(fake.pushed).toEqual([]);
	});

	test("client.js replaces the array by an object with Crisp's methods", () => {
		createFake().install();
		vi.advanceTimersByTime(199);
		expect(Array.isArray(page.$crisp)).toBe(true);
		vi.advanceTimersByTime(1);
		const methods = ["push", "get", "set", "is", "on", "off", "do", "config", "safe", "help"];
		expect(Object.keys(page.$crisp).sort()).toEqual(methods.sort());
	});

	test("the old array is dead once it is replaced", () => {
		const fake = createFake();
		fake.install();
		const array = page.$crisp;
		vi.advanceTimersByTime(500);
		array.push(["set", "session:data", ["enum", "start_chatbot"]]);
		vi.advanceTimersByTime(1000);
		expect(fake.told).toEqual([]);
		expect(fake.pushed).toEqual([]);
	});

	test("an element with that id leaves nothing to flush", () => {
		const fake = createFake();
		page.$crisp = document.createElement("div") as never;
		fake.runScript();
		vi.advanceTimersByTime(500);
		expect(fake.pushed).toEqual([]);
		expect(page.$crisp.get("session:identifier")).toBe(fake.session);
	});

	test("runScript takes over the page's own array", () => {
		const fake = createFake();
		page.$crisp = [["set", "session:data", ["enum", "early"]]] as never;
		fake.runScript();
		expect(page.CRISP_WEBSITE_ID).toBeUndefined();
		vi.advanceTimersByTime(1000);
		expect(read()).toBe("early");
	});

	test("blocked leaves the array for ever", () => {
		const fake = createFake({ blocked: true });
		fake.install();
		write("start_chatbot");
		vi.advanceTimersByTime(60_000);
		expect(page.$crisp).toEqual([["set", "session:data", ["enum", "start_chatbot"]]]);
		expect(fake.wire).toEqual([]);
		expect(fake.isConnected).toBe(false);
		fake.drop();
		fake.restore();
		expect(vi.getTimerCount()).toBe(0);
	});

	test("each delay can be set", () => {
		const fake = createFake({ loadDelay: 10, sessionDelay: 20, joinDelay: 30 });
		fake.install();
		vi.advanceTimersByTime(10);
		expect(Array.isArray(page.$crisp)).toBe(false);
		expect(() => read()).toThrow();
		vi.advanceTimersByTime(20);
		expect(read()).toBe(null);
		expect(fake.isJoined).toBe(false);
		vi.advanceTimersByTime(30);
		expect(fake.isJoined).toBe(true);
	});
});

describe("loading the session", () => {
	test("reading session data throws until it is loaded", () => {
		createFake().install();
		vi.advanceTimersByTime(299);
		expect(() => read()).toThrow(new TypeError("Session data is not loaded"));
		vi.advanceTimersByTime(1);
		expect(read()).toBe(null);
	});

	test("the identifier is null until the session is joined", () => {
		const fake = createFake();
		fake.install();
		vi.advanceTimersByTime(499);
		expect(page.$crisp.get("session:identifier")).toBe(null);
		vi.advanceTimersByTime(1);
		expect(page.$crisp.get("session:identifier")).toBe(fake.session);
	});

	test("what the array and the object were given waits in order until the session is loaded", () => {
		const fake = createFake();
		fake.install();
		const [array, object] = [vi.fn(), vi.fn()];
		page.$crisp.push(["on", "session:loaded", array]);
		vi.advanceTimersByTime(200);
		page.$crisp.push(["on", "session:loaded", object]);
		expect(fake.handlers).toEqual([]);
		vi.advanceTimersByTime(100);
		expect(fake.handlers).toEqual(["session:loaded"]);
		vi.advanceTimersByTime(16);
		expect(array).not.toHaveBeenCalled();
		expect(object).toHaveBeenCalledTimes(1);
	});

	test("pushed holds a queued entry from the moment client.js takes it over", () => {
		const fake = createFake();
		fake.install();
		const start = Date.now();
		write("early");
		expect(fake.pushed).toEqual([]);
		vi.advanceTimersByTime(200);
		page.$crisp.do("chat:open");
		expect(fake.pushed).toEqual([
			{ at: start + 200, command: ["set", "session:data", ["enum", "early"]] },
			{ at: start + 200, command: ["do", "chat:open"] },
		]);
	});

	test("a queued entry that fails does not stop the others", () => {
		createFake().install();
		write({});
		page.$crisp.push(null);
		write("good");
		vi.advanceTimersByTime(300 + 500);
		expect(read()).toBe("good");
	});

	test("a dummy and a value queued early become one write", () => {
		const fake = createFake();
		fake.install();
		write("0.42");
		write("start_chatbot");
		vi.advanceTimersByTime(300 + 500);
		expect(fake.wire.map(({ data }) => data)).toEqual([{ enum: "start_chatbot" }]);
	});

	test("for a returning visitor a queued value that the session holds is not sent", () => {
		const fake = createJoined({ joinDelay: 400 });
		fake.setServerData("start_chatbot");
		fake.reload();
		write("0.42");
		write("start_chatbot");
		vi.advanceTimersByTime(5000);
		expect(fake.wire).toEqual([]);
	});

	test("session:loaded fires on the render after the flush", () => {
		createFake().install();
		const loaded = vi.fn();
		page.$crisp.push(["on", "session:loaded", loaded]);
		vi.advanceTimersByTime(315);
		expect(loaded).not.toHaveBeenCalled();
		vi.advanceTimersByTime(1);
		expect(loaded).toHaveBeenCalledTimes(1);
	});

	test("CRISP_READY_TRIGGER is called before the flush, when data can be read", () => {
		const fake = createFake();
		const seen: unknown[] = [];
		page.CRISP_READY_TRIGGER = () => seen.push(read(), fake.handlers);
		fake.install();
		page.$crisp.push(["on", "chat:opened", () => {}]);
		vi.advanceTimersByTime(300);
		expect(seen).toEqual([null, []]);
		expect(fake.handlers).toEqual(["chat:opened"]);
	});

	test("CRISP_READY_TRIGGER is read once, when l.js runs", () => {
		const [early, late] = [vi.fn(), vi.fn()];
		page.CRISP_READY_TRIGGER = early;
		createFake().install();
		page.CRISP_READY_TRIGGER = late;
		vi.advanceTimersByTime(500);
		expect(early).toHaveBeenCalledTimes(1);
		expect(late).not.toHaveBeenCalled();
	});

	test("a trigger that is no function is ignored", () => {
		page.CRISP_READY_TRIGGER = "ready";
		createFake().install();
		expect(() => vi.advanceTimersByTime(500)).not.toThrow();
	});

	test("a trigger that throws is an uncaught error and does not stop the flush", () => {
		const fake = createFake();
		page.CRISP_READY_TRIGGER = () => {
			throw new Error("site");
		};
		fake.install();
		page.$crisp.push(["on", "chat:opened", () => {}]);
		expect(() => vi.advanceTimersByTime(300)).toThrow("site");
		expect(fake.handlers).toEqual(["chat:opened"]);
		vi.advanceTimersByTime(200);
		expect(fake.isJoined).toBe(true);
	});
});

describe("reload and unload", () => {
	test("reload throws away handlers, pushes and the open window, and loads again", () => {
		const fake = createJoined();
		page.$crisp.on("chat:opened", () => {});
		write("lost");
		fake.reload();
		expect(page.$crisp).toEqual([]);
		expect(fake.isJoined).toBe(false);
		vi.advanceTimersByTime(2000);
		expect(fake.isJoined).toBe(true);
		expect(fake.handlers).toEqual([]);
		expect(fake.pushed).toEqual([]);
		expect(fake.wire).toEqual([]);
	});

	test("unload clears all timers and takes the globals off the page", () => {
		const fake = createJoined();
		write("lost");
		fake.unload();
		expect(vi.getTimerCount()).toBe(0);
		expect("$crisp" in globalThis).toBe(false);
		expect("CRISP_WEBSITE_ID" in globalThis).toBe(false);
		expect(fake.isConnected).toBe(false);
	});

	test("the object of an ended client starts no timer any more", () => {
		const fake = createJoined();
		const { $crisp } = page;
		fake.unload();
		$crisp.push(["set", "session:data", ["enum", "late"]]);
		expect(vi.getTimerCount()).toBe(0);
	});
});
