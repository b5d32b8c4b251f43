import { describe, expect, test, vi } from "vitest";
import { startChatbot } from "../../../src/index.js";
import { watch } from "../helpers.js";
import { type Crisp, closeWindow, createFake, createJoined, page, useFakePage, write } from "./page.js";

useFakePage();

interface Names {
	$crisp?: Crisp | unknown[];
	$__CRISP_INSTANCE?: Crisp;
	$__CRISP_INCLUDED?: unknown;
	CRISP_WEBSITE_ID?: string;
}

const names = globalThis as Names;
const NAMES = ["$crisp", "$__CRISP_INSTANCE", "$__CRISP_INCLUDED", "CRISP_WEBSITE_ID"];
const present = () => NAMES.filter((name) => name in globalThis);

const start = (crisp: Crisp | undefined) => crisp?.push(["set", "session:data", [[["enum", "start_chatbot"]]]]);

describe("Crisp's names", () => {
	test("l.js says that it was there, and client.js stands under two names", () => {
		createFake().install();
		expect(present()).toEqual(["$crisp", "$__CRISP_INCLUDED", "CRISP_WEBSITE_ID"]);
		expect(names.$__CRISP_INCLUDED).toBe(true);
		vi.advanceTimersByTime(200);
		expect(present()).toEqual(NAMES);
		expect(names.$__CRISP_INSTANCE).toBe(names.$crisp);
	});

	test.each([["unload"], ["uninstall"]] as const)("%s takes all of them off the page", (end) => {
		const fake = createJoined();
		fake[end]();
		expect(present()).toEqual([]);
	});

	test("reload takes them off, and loads another client", () => {
		const fake = createJoined();
		const old = page.$crisp;
		fake.reload();
		expect(present()).toEqual(["$crisp", "$__CRISP_INCLUDED", "CRISP_WEBSITE_ID"]);
		vi.advanceTimersByTime(500);
		expect(names.$__CRISP_INSTANCE).toBe(page.$crisp);
		expect(page.$crisp).not.toBe(old);
	});
});

describe.each([
	["the snippet is run again", (fake: ReturnType<typeof createFake>) => fake.install()],
	["$crisp is assigned an array", () => void Object.assign(names, { $crisp: [] })],
	["$crisp is deleted", () => void Reflect.deleteProperty(names, "$crisp")],
])("a client that has joined, when %s,", (_, disturb) => {
	test("lives on under its second name, takes writes and sends them", () => {
		const fake = createJoined();
		const client = page.$crisp;
		disturb(fake);
		expect(names.$__CRISP_INSTANCE).toBe(client);
		start(client);
		closeWindow();
		expect(fake.told).toEqual(["start_chatbot"]);
		expect(fake).toMatchObject({ isJoined: true, isConnected: true });
		expect(fake.pushed).toHaveLength(1);
	});

	test("does not come back to its first name, whatever time passes", () => {
		const fake = createJoined();
		const client = page.$crisp;
		disturb(fake);
		vi.advanceTimersByTime(60_000);
		expect(names.$crisp).not.toBe(client);
		expect(vi.getTimerCount()).toBe(0);
	});

	test("keeps its line, its handlers and its reconnect, in which its values win", () => {
		const fake = createJoined();
		page.$crisp.on("chat:opened", () => {});
		write("start_chatbot");
		closeWindow();
		disturb(fake);
		fake.drop();
		fake.pause();
		fake.restore();
		vi.advanceTimersByTime(0);
		expect(fake.handlers).toEqual(["chat:opened"]);
		expect(fake.wire.map(({ reason }) => reason)).toEqual(["write", "rejoin"]);
	});
});

test("what is pushed to the snippet's second array reaches nobody", () => {
	const fake = createJoined();
	fake.install();
	write("start_chatbot");
	vi.advanceTimersByTime(60_000);
	expect(fake.told).toEqual([]);
	expect(names.$crisp).toHaveLength(1);
});

test("the snippet run again while client.js is loading loses what was queued, and brings no second client", () => {
	const fake = createFake();
	fake.install();
	write("0.42");
	fake.install();
	write("start_chatbot");
	vi.advanceTimersByTime(200);
	const client = page.$crisp;
	vi.advanceTimersByTime(1000);
	expect(page.$crisp).toBe(client);
	expect(fake.pushed).toHaveLength(1);
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("$crisp that is deleted while client.js is loading comes with the client", () => {
	const fake = createFake();
	fake.install();
	Reflect.deleteProperty(names, "$crisp");
	vi.advanceTimersByTime(500);
	expect(page.$crisp).toBe(names.$__CRISP_INSTANCE);
	expect(fake.isJoined).toBe(true);
});

test.each([
	[[]],
	[["$crisp"]],
	[["$__CRISP_INSTANCE"]],
	[["$__CRISP_INCLUDED"]],
	[["$crisp", "$__CRISP_INSTANCE"]],
	[["$crisp", "$__CRISP_INCLUDED"]],
	[["$__CRISP_INSTANCE", "$__CRISP_INCLUDED"]],
])("l.js makes no second client on a page that deletes %j only", (deleted) => {
	const fake = createJoined();
	const client = page.$crisp;
	for (const name of deleted) Reflect.deleteProperty(names, name);
	const changed = vi.fn();
	fake.onChange(changed);
	fake.runScript();
	vi.advanceTimersByTime(60_000);
	expect([undefined, client]).toContain(names.$crisp);
	start(client);
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
	expect(changed).toHaveBeenCalledTimes(1);
	expect(names.$__CRISP_INCLUDED === true).toBe(true);
});

test("another fake on a page that has a Crisp is no second one, and says so", () => {
	const warn = vi.spyOn(console, "warn").mockReturnValue();
	const first = createJoined();
	const second = createFake();
	second.install();
	vi.advanceTimersByTime(60_000);
	expect(second.isJoined).toBe(false);
	start(names.$__CRISP_INSTANCE);
	closeWindow();
	expect(first.told).toEqual(["start_chatbot"]);
	expect(warn.mock.calls).toEqual([
		["This page has a Crisp already. At the end of a test, call uninstall() of its fake."],
	]);
	warn.mockRestore();
});

describe("a blocked Crisp", () => {
	const scripts = () => [...document.querySelectorAll(`script[src*="client.crisp.chat"]`)];

	test.each([["install"], ["runScript"]] as const)(
		"leaves what it is known by: the array and the script (%s)",
		(load) => {
			const fake = createFake({ blocked: true });
			page.$crisp = [] as never;
			fake[load]();
			vi.advanceTimersByTime(60_000);
			expect(page.$crisp).toEqual([]);
			expect(scripts().map((script) => script.getAttribute("src"))).toEqual(["https://client.crisp.chat/l.js"]);
			expect("$__CRISP_INCLUDED" in names).toBe(false);
		},
	);

	test("loads nothing: its script is no JavaScript", () => {
		createFake({ blocked: true }).install();
		expect(scripts().map(({ type }: Element & { type?: string }) => type)).toEqual(["text/plain"]);
	});

	test.each([["unload"], ["uninstall"]] as const)("is gone after %s, however often its snippet has run", (end) => {
		const fake = createFake({ blocked: true });
		fake.install();
		fake.install();
		fake.reload();
		expect(scripts()).toHaveLength(1);
		fake[end]();
		expect(scripts()).toEqual([]);
		expect(present()).toEqual([]);
	});

	test("a Crisp that is not blocked leaves no script", () => {
		createJoined();
		expect(scripts()).toEqual([]);
	});

	test("a call on its page fails after 15 s", async () => {
		const fake = createFake({ blocked: true });
		fake.install();
		const call = watch(startChatbot());
		await vi.advanceTimersByTimeAsync(14_999);
		expect(call.outcome).toBe("pending");
		await vi.advanceTimersByTimeAsync(1);
		expect(call.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
		fake.uninstall();
	});
});
