import { expect, test, vi } from "vitest";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { loadCrispAnew } from "../crisp-names.js";
import { closeWindow, createFake, createJoined, page, read, readAll, useFakePage, write } from "./page.js";

useFakePage();

const hide = () => globalThis.dispatchEvent(new Event("pagehide"));
const show = () => globalThis.dispatchEvent(new Event("pageshow"));

test("pagehide disconnects the client", () => {
	const fake = createJoined();
	hide();
	expect(fake.isConnected).toBe(false);
	expect(fake.isJoined).toBe(true);
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
});

test("pageshow connects and rejoins it joinDelay later", () => {
	const fake = createJoined({ joinDelay: 200, reconnectDelay: 10_000 });
	write("start_chatbot");
	closeWindow();
	hide();
	fake.pause();
	const before = readAll();
	show();
	vi.advanceTimersByTime(199);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(true);
	expect(readAll()).not.toBe(before);
	expect(fake.wire.at(-1)).toMatchObject({ data: { enum: "start_chatbot" }, reason: "rejoin" });
});

test("a write whose window closes in between is parked for ever", () => {
	const fake = createJoined();
	write("start_chatbot");
	hide();
	closeWindow();
	show();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(true);
	expect(read()).toBe(null);
	expect(fake.wire).toEqual([]);
});

test("onChange tells of both", () => {
	const fake = createJoined();
	const seen: unknown[] = [];
	fake.onChange(() => seen.push(fake.isConnected));
	hide();
	show();
	vi.advanceTimersByTime(200);
	expect(seen).toEqual([false, true]);
});

test("pageshow alone, as at every page load, changes nothing", () => {
	const fake = createJoined();
	const before = readAll();
	const changed = vi.fn();
	fake.onChange(changed);
	show();
	vi.advanceTimersByTime(1000);
	expect(readAll()).toBe(before);
	expect(changed).not.toHaveBeenCalled();
});

test("a page that is hidden before its join reads the server and joins after pageshow", () => {
	const fake = createFake();
	fake.setServerData("start_chatbot");
	fake.install();
	vi.advanceTimersByTime(100);
	hide();
	vi.advanceTimersByTime(5000);
	expect(fake.isJoined).toBe(false);
	expect(readAll()).toEqual({});
	show();
	vi.advanceTimersByTime(199);
	expect(fake.isJoined).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isJoined).toBe(true);
	expect(read()).toBe("start_chatbot");
});

test("with the network down, pageshow waits for restore", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop();
	hide();
	show();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
	fake.restore();
	vi.advanceTimersByTime(999);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(true);
});

test("a network that is back does not connect a hidden page", () => {
	const fake = createJoined();
	hide();
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
	show();
	vi.advanceTimersByTime(200);
	expect(fake.isConnected).toBe(true);
});

test("pagehide ends a reconnect that is under way", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop();
	fake.restore();
	hide();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
});

test("a line that died unnoticed is a fresh one after pageshow", () => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	write("start_chatbot");
	closeWindow();
	hide();
	show();
	vi.advanceTimersByTime(200);
	expect(fake.told).toEqual(["start_chatbot"]);
	const before = readAll();
	vi.advanceTimersByTime(60_000);
	expect(readAll()).toBe(before);
});

test("an unnoticed drop of a hidden page changes nothing", () => {
	const fake = createJoined();
	hide();
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
	show();
	vi.advanceTimersByTime(200);
	expect(fake.isConnected).toBe(true);
});

test.each([
	["reload", (fake: FakeCrisp) => fake.reload()],
	["a client that is loaded anew", loadCrispAnew],
	["unload", (fake: FakeCrisp) => fake.unload()],
])("%s takes the old client's listeners off the page", (_, end) => {
	const listening = vi.spyOn(globalThis, "addEventListener");
	const removing = vi.spyOn(globalThis, "removeEventListener");
	const fake = createJoined();
	const added = listening.mock.calls.map(([type, listener]) => [type, listener]);
	expect(added.map(([type]) => type)).toEqual(["pagehide", "pageshow"]);
	end(fake);
	expect(removing.mock.calls.map(([type, listener]) => [type, listener])).toEqual(added);
	listening.mockRestore();
	removing.mockRestore();
});

test("without addEventListener, as in Node without a DOM, the client still loads and ends", () => {
	vi.stubGlobal("addEventListener", undefined);
	vi.stubGlobal("removeEventListener", undefined);
	const fake = createJoined();
	expect(fake.isJoined).toBe(true);
	fake.unload();
	vi.unstubAllGlobals();
	expect("$crisp" in page).toBe(false);
});
