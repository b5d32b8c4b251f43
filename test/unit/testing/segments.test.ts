import { expect, test, vi } from "vitest";
import { closeWindow, createFake, createJoined, createStorage, page, useFakePage, write } from "./page.js";

useFakePage();

const setSegments = (...args: unknown[]) => page.$crisp.push(["set", "session:segments", args]);

test("a session has no segments at first", () => {
	expect(createJoined().segments).toEqual([]);
});

test("segments are added, each once", () => {
	const fake = createJoined();
	setSegments(["new"]);
	setSegments(["new", "advanced"]);
	expect(fake.segments).toEqual(["new", "advanced"]);
	expect(fake.wire.map(({ data, reason }) => [reason, data])).toEqual([
		["segments", { segments: ["new"] }],
		["segments", { segments: ["new", "advanced"] }],
	]);
});

test("with true behind them they take the place of those before", () => {
	const fake = createJoined();
	setSegments(["new"]);
	setSegments(["advanced"], true);
	expect(fake.segments).toEqual(["advanced"]);
});

test("those that the page sets before Crisp has joined are sent with the join", () => {
	const fake = createFake();
	fake.install();
	setSegments(["new"]);
	vi.advanceTimersByTime(400);
	expect([fake.isJoined, fake.segments]).toEqual([false, []]);
	vi.advanceTimersByTime(100);
	expect([fake.isJoined, fake.segments]).toEqual([true, ["new"]]);
});

test("those of a lost line, or without a socket, are lost", () => {
	const fake = createJoined();
	fake.drop();
	setSegments(["new"]);
	fake.restore();
	expect(fake.segments).toEqual([]);
	fake.unload();
	const silent = createJoined({ socket: false });
	setSegments(["new"]);
	expect(silent.segments).toEqual([]);
});

test("a reset starts a session without segments, and those that still waited are gone", () => {
	const fake = createJoined();
	setSegments(["new"]);
	page.$crisp.do("session:reset");
	setSegments(["old"]);
	page.$crisp.do("session:reset");
	setSegments(["advanced"]);
	vi.advanceTimersByTime(500);
	expect(fake.segments).toEqual(["advanced"]);
});

test("segments are no session data, and Enum hears nothing of them", () => {
	const fake = createJoined();
	setSegments(["new"]);
	expect([fake.told, fake.enumLog, page.$crisp.get("session:data", "segments")]).toEqual([[], [], null]);
	write("start_chatbot");
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
});

test.each([[undefined], ["new"], [[1, null]]])("%j holds no segment", (value) => {
	const fake = createJoined();
	setSegments(value);
	page.$crisp.push(["set", "session:segments", value]);
	expect(fake.segments).toEqual([]);
});

test("a server that was stored without segments has none", () => {
	const storage = createStorage();
	const server = { session: "s", data: { s: {} }, wire: [], told: [], enumLog: [] };
	storage.setItem("fake-crisp", JSON.stringify(server));
	expect(createFake({ storage }).segments).toEqual([]);
});
