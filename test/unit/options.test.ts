import { describe, expect, it, vi } from "vitest";
import { type ChatbotOptions, configure, getState, pauseChatbot, startChatbot } from "../../src/index.js";
import { DEFAULTS, mergeOptions } from "../../src/options.js";
import { installCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

const KEY = "Expected key to be 1 to 50 of A-Z a-z 0-9 _ -, got";
const LONG_KEY = "k".repeat(51);

describe("an option", () => {
	it.each<[ChatbotOptions, string]>([
		[{ key: "a b" }, `${KEY} a b`],
		[{ key: "" }, `${KEY} `],
		[{ key: "a\n" }, `${KEY} a\n`],
		[{ key: LONG_KEY }, `${KEY} ${LONG_KEY}`],
		[{ key: 7 as never }, `${KEY} 7`],
		[{ key: null as never }, `${KEY} null`],
		[{ delay: 599 }, "Expected delay to be 600 to 2147483647 ms, got 599"],
		[{ delay: "1000" as never }, "Expected delay to be 600 to 2147483647 ms, got 1000"],
		[{ timeout: 0 }, "Expected timeout to be 1 to 2147483647 ms, got 0"],
		[{ timeout: -1 }, "Expected timeout to be 1 to 2147483647 ms, got -1"],
		[{ timeout: Number.NaN }, "Expected timeout to be 1 to 2147483647 ms, got NaN"],
		[{ timeout: 2 ** 31 }, "Expected timeout to be 1 to 2147483647 ms, got 2147483648"],
		[{ timeout: Infinity }, "Expected timeout to be 1 to 2147483647 ms, got Infinity"],
		[{ timeout: 5000n as never }, "Expected timeout to be 1 to 2147483647 ms, got 5000"],
		[{ timeout: new Number(5000) as never }, "Expected timeout to be 1 to 2147483647 ms, got 5000"],
		[{ persist: "no" as never }, "Expected persist to be a boolean, got no"],
		[{ persist: new Boolean(true) as never }, "Expected persist to be a boolean, got true"],
		[{ debug: {} as never }, "Expected debug to be a boolean, got [object Object]"],
		[{ debug: 1 as never }, "Expected debug to be a boolean, got 1"],
	])("cannot be %o", (options, message) => {
		expect(() => configure(options)).toThrow(new TypeError(message));
		expect(mergeOptions(undefined, DEFAULTS)).toEqual(DEFAULTS);
	});

	it.each<ChatbotOptions>([
		{ key: "k" },
		{ key: "A-z_0" },
		{ key: "k".repeat(50) },
		{ delay: 600 },
		{ delay: 2 ** 31 - 1 },
		{ timeout: 1 },
		{ timeout: 2 ** 31 - 1 },
		{ delay: 5000, timeout: 100 },
		{ persist: false },
		{ debug: true },
	])("may be %o", (options) => {
		expect(() => configure(options)).not.toThrow();
		expect(mergeOptions(options, DEFAULTS)).toEqual({ ...DEFAULTS, ...options });
	});

	it("that is undefined or left out stays as it is", () => {
		const base = { delay: 700, timeout: 20_000, persist: false, debug: true, key: "sales" };
		const nothing = { delay: undefined, timeout: undefined, persist: undefined, debug: undefined, key: undefined };
		for (const options of [undefined, {}, nothing]) expect(mergeOptions(options, base)).toEqual(base);
	});

	it("has a default", () => {
		expect(DEFAULTS).toEqual({ delay: 1000, timeout: 60_000, persist: true, debug: false, key: "enum" });
	});

	it("of an unknown name is ignored, as its type is checked by TypeScript", () => {
		expect(() => configure({ retries: 3 } as never)).not.toThrow();
	});

	it("is not taken from a polluted Object.prototype", async () => {
		const crisp = await installCrisp();
		const polluted = Object.prototype as Record<string, unknown>;
		const names = ["key", "timeout", "delay"];
		for (const name of names) polluted[name] = 1;
		try {
			configure({});
			startChatbot({});
			await pass(5000);
		} finally {
			for (const name of names) delete polluted[name];
		}
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is taken from what inherits it no more than from a prototype", () => {
		expect(mergeOptions(Object.create({ timeout: 5 }), DEFAULTS)).toEqual(DEFAULTS);
	});
});

describe("an option of a signal", () => {
	it.each<[object, string]>([
		[{ timeout: -1 }, "Expected timeout to be 1 to 2147483647 ms, got -1"],
		[{ timeout: "5" }, "Expected timeout to be 1 to 2147483647 ms, got 5"],
		[{ signal: {} }, "Expected signal.addEventListener to be a function, got undefined"],
		[{ signal: new AbortController() }, "Expected signal.addEventListener to be a function, got undefined"],
	])("%o throws at once, and nothing is sent", async (options, message) => {
		const crisp = await installCrisp();
		expect(() => startChatbot(options)).toThrow(new TypeError(message));
		expect(() => pauseChatbot(options)).toThrow(new TypeError(message));
		expect(getState().pending).toBe(0);
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("that is undefined is the chatbot's", async () => {
		await installCrisp({ socket: false });
		configure({ timeout: 5000 });
		const start = watch(startChatbot({ timeout: undefined, signal: undefined }));
		await pass(4999);
		expect(start.outcome).toBe("pending");
		await pass(1);
		expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
	});

	it("is none where the function is a click handler, and is called with an event", async () => {
		const crisp = await installCrisp();
		const button = document.createElement("button");
		button.addEventListener("click", startChatbot as () => void);
		button.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

it("the delay lies between the dummy and the value", async () => {
	const crisp = await installCrisp();
	configure({ delay: 2000 });
	startChatbot();
	await pass(5000);
	const [dummy, value] = crisp.pushed.map(({ at }) => at);
	expect(Number(value) - Number(dummy)).toBe(2000);
});

it("persist: false leaves the storage alone", async () => {
	await installCrisp();
	configure({ persist: false });
	const read = vi.spyOn(window, "localStorage", "get");
	startChatbot();
	await pass(300);
	window.dispatchEvent(new Event("pagehide"));
	await pass(5000);
	expect(read).not.toHaveBeenCalled();
});
