import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { deleteCrispNames, loadCrispAnew } from "../crisp-names.js";
import { type Crisp, closeWindow, createFake, createJoined, page, read, useFakePage, write } from "./page.js";

useFakePage();

const writeTo = (crisp: Crisp, value: unknown) => crisp.push(["set", "session:data", ["enum", value]]);

describe.each([["install"], ["runScript"]] as const)("%s on a page that has deleted Crisp's names", (load) => {
	let fake: FakeCrisp;
	let old: Crisp;

	function loadAnew() {
		deleteCrispNames();
		fake[load]();
	}

	beforeEach(() => {
		fake = createJoined();
		old = page.$crisp;
	});

	test("the old client's open window still closes and sends", () => {
		write("start_chatbot");
		vi.advanceTimersByTime(100);
		loadAnew();
		vi.advanceTimersByTime(399);
		expect(fake.wire).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(fake.wire).toMatchObject([{ at: Date.now(), data: { enum: "start_chatbot" }, reason: "write" }]);
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test("its object takes writes into the open window", () => {
		write("0.42");
		loadAnew();
		vi.advanceTimersByTime(400);
		writeTo(old, "start_chatbot");
		vi.advanceTimersByTime(100);
		expect(fake.wire.map(({ data }) => data)).toEqual([{ enum: "start_chatbot" }]);
	});

	test("a write to it while no window is open is dropped", () => {
		write("start_chatbot");
		loadAnew();
		closeWindow();
		writeTo(old, "pause_chatbot");
		vi.advanceTimersByTime(5000);
		expect(fake.told).toEqual(["start_chatbot"]);
		expect(old.get("session:data", "enum")).toBe("start_chatbot");
	});

	test.each([[{}], [{ unnoticed: true }]])("drop(%j) loses what its open window holds", (options) => {
		write("start_chatbot");
		loadAnew();
		fake.drop(options);
		closeWindow();
		expect(fake.wire).toEqual([]);
	});

	test("a line that was lost before stays so for its open window", () => {
		fake.drop();
		write("start_chatbot");
		loadAnew();
		fake.restore();
		closeWindow();
		expect(fake.wire).toEqual([]);
		expect(fake.isJoined).toBe(true);
	});

	test("it does not rejoin, so what it holds does not win over the new client's", () => {
		write("start_chatbot");
		closeWindow();
		fake.drop({ unnoticed: true });
		loadAnew();
		fake.pause();
		vi.advanceTimersByTime(60_000);
		expect(fake.serverValue).toBe("chatbot_paused:human");
		expect(read()).toBe("chatbot_paused:human");
	});

	test("its object fires no events and resets no session", () => {
		const opened = vi.fn();
		page.$crisp.on("chat:opened", opened);
		const { session } = fake;
		loadAnew();
		old.do("chat:open");
		old.do("session:reset");
		expect(opened).not.toHaveBeenCalled();
		expect(fake.session).toBe(session);
	});

	test("onChange tells of the new client's line only", () => {
		loadAnew();
		const changed = vi.fn();
		fake.onChange(changed);
		fake.drop();
		expect(changed).toHaveBeenCalledTimes(1);
	});

	test("pagehide loses nothing but the new client's line", () => {
		write("start_chatbot");
		loadAnew();
		globalThis.dispatchEvent(new Event("pagehide"));
		expect(fake.isConnected).toBe(false);
		closeWindow();
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test.each([["reload"], ["unload"]] as const)("%s throws its open window away too", (end) => {
		write("start_chatbot");
		loadAnew();
		fake[end]();
		writeTo(old, "pause_chatbot");
		vi.advanceTimersByTime(5000);
		expect(fake.wire).toEqual([]);
	});
});

test("an old client that has not loaded yet loads no more", () => {
	const fake = createFake();
	const triggered = vi.fn();
	page.CRISP_READY_TRIGGER = triggered;
	fake.install();
	vi.advanceTimersByTime(250);
	const old = page.$crisp;
	writeTo(old, "start_chatbot");
	loadCrispAnew(fake);
	vi.advanceTimersByTime(199);
	expect(page.$crisp).toEqual([]);
	vi.advanceTimersByTime(5000);
	expect(page.$crisp).not.toBe(old);
	expect(() => old.get("session:data", "enum")).toThrow(TypeError);
	expect(triggered).toHaveBeenCalledTimes(1);
	expect(fake.wire).toEqual([]);
});

test("an old client that has not joined yet joins no more", () => {
	const fake = createFake();
	fake.install();
	vi.advanceTimersByTime(300);
	const old = page.$crisp;
	loadCrispAnew(fake);
	vi.advanceTimersByTime(5000);
	expect(fake.isJoined).toBe(true);
	expect(old.get("session:identifier")).toBe(null);
});

describe("two old clients", () => {
	let fake: FakeCrisp;

	beforeEach(() => {
		fake = createJoined({ loadDelay: 1, sessionDelay: 1, joinDelay: 1 });
		write("start_chatbot");
		loadCrispAnew(fake);
		vi.advanceTimersByTime(100);
		write("pause_chatbot");
		loadCrispAnew(fake);
	});

	test("the open windows of both close and send", () => {
		closeWindow();
		expect(fake.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	test("drop loses what the open windows of both hold", () => {
		fake.drop();
		closeWindow();
		expect(fake.wire).toEqual([]);
	});
});
