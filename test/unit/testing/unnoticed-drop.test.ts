import { expect, test, vi } from "vitest";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { deleteCrispNames, loadCrispAnew } from "../crisp-names.js";
import {
	closeWindow,
	createFake,
	createJoined,
	createStorage,
	page,
	read,
	readAll,
	useFakePage,
	write,
} from "./page.js";

useFakePage();

test("the client believes itself connected, and a write reads back and is lost", () => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	write("start_chatbot");
	closeWindow();
	expect(fake.isConnected).toBe(true);
	expect(fake.isJoined).toBe(true);
	expect(read()).toBe("start_chatbot");
	expect(fake.serverValue).toBeUndefined();
	expect(fake.wire).toEqual([]);
});

test("a click on a picker is lost", () => {
	const fake = createJoined();
	const choices = [{ value: "yes", label: "Yes", selected: false }];
	page.$crisp.push(["do", "message:show", ["picker", { id: "p", text: "Human?", choices }]]);
	fake.drop({ unnoticed: true });
	fake.clickPicker("yes");
	expect(fake.wire).toEqual([]);
});

test("it is noticed after 45 s, and the client rejoins by itself reconnectDelay later", () => {
	const fake = createJoined({ reconnectDelay: 10_000 });
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(44_999);
	expect(fake.isConnected).toBe(true);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(9999);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(true);
});

test("pingTimeout can be set", () => {
	const fake = createJoined({ pingTimeout: 1000, reconnectDelay: 1 });
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(999);
	expect(fake.isConnected).toBe(true);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(false);
});

test("at the rejoin what the page still holds is sent, and what was overwritten is gone", () => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	for (const value of ["start_chatbot", "0.42", "pause_chatbot"]) {
		write(value);
		closeWindow();
	}
	vi.advanceTimersByTime(45_000);
	expect(fake.wire).toMatchObject([{ data: { enum: "pause_chatbot" }, reason: "rejoin" }]);
	expect(fake.told).toEqual(["pause_chatbot"]);
});

test("after the rejoin writes are sent again", () => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(45_000);
	write("start_chatbot");
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("a write whose window closes between the noticing and the rejoin is parked for ever", () => {
	const fake = createJoined({ reconnectDelay: 10_000 });
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(45_000);
	write("start_chatbot");
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(true);
	expect(read()).toBe(null);
	expect(fake.wire).toEqual([]);
});

test("onChange tells of the noticing and of the rejoin, not of the death", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	const seen: unknown[] = [];
	fake.onChange(() => seen.push(fake.isConnected));
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(44_999);
	expect(seen).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(seen).toEqual([false]);
	vi.advanceTimersByTime(1000);
	expect(seen).toEqual([false, true]);
});

test("restore changes nothing before it is noticed", () => {
	const fake = createJoined({ reconnectDelay: 1 });
	fake.drop({ unnoticed: true });
	fake.restore();
	vi.advanceTimersByTime(1000);
	write("start_chatbot");
	closeWindow();
	expect(fake.wire).toEqual([]);
	vi.advanceTimersByTime(43_501);
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("a second unnoticed drop does not put off the noticing", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(40_000);
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(5000);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(true);
});

test("a plain drop is noticed at once, and the network stays down until restore", () => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	fake.drop();
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(120_000);
	expect(fake.isConnected).toBe(false);
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.isConnected).toBe(true);
});

test("a plain drop between the noticing and the rejoin keeps the client from rejoining by itself", () => {
	const fake = createJoined({ reconnectDelay: 10_000 });
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(50_000);
	fake.drop({ unnoticed: false });
	vi.advanceTimersByTime(120_000);
	expect(fake.isConnected).toBe(false);
});

test("an unnoticed drop of a connection that is lost already changes nothing", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop();
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(120_000);
	expect(fake.isConnected).toBe(false);
	fake.restore();
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(1000);
	expect(fake.isConnected).toBe(true);
	const before = readAll();
	vi.advanceTimersByTime(60_000);
	expect(readAll()).toBe(before);
});

test.each([
	["a page opened meanwhile", (fake: FakeCrisp) => fake.reload()],
	["a client loaded anew meanwhile", loadCrispAnew],
])("%s connects normally", (_, open) => {
	const fake = createJoined();
	fake.drop({ unnoticed: true });
	open(fake);
	vi.advanceTimersByTime(500);
	expect(fake.isJoined).toBe(true);
	write("start_chatbot");
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
	const before = readAll();
	vi.advanceTimersByTime(60_000);
	expect(readAll()).toBe(before);
});

test("the line of another tab stays", () => {
	const storage = createStorage();
	const other = createJoined({ storage });
	const otherCrisp = page.$crisp;
	deleteCrispNames();
	createJoined({ storage }).drop({ unnoticed: true });
	otherCrisp.push(["set", "session:data", ["enum", "start_chatbot"]]);
	closeWindow();
	expect(other.told).toEqual(["start_chatbot"]);
});

test("a page whose line dies while it opens holds nothing, and joins after the rejoin", () => {
	const fake = createFake({ reconnectDelay: 1 });
	fake.setServerData("start_chatbot");
	fake.install();
	vi.advanceTimersByTime(299);
	fake.drop({ unnoticed: true });
	vi.advanceTimersByTime(45_000);
	expect(fake.isJoined).toBe(false);
	expect(readAll()).toEqual({});
	vi.advanceTimersByTime(1);
	expect(fake.isJoined).toBe(true);
	expect(read()).toBe("start_chatbot");
});

test("without a client there is no line to lose", () => {
	const fake = createFake();
	fake.drop({ unnoticed: true });
	fake.install();
	expect(fake.isConnected).toBe(true);
});
