import { expect, test, vi } from "vitest";
import { deleteCrispNames } from "../crisp-names.js";
import { closeWindow, createFake, createJoined, createStorage, page, read, useFakePage, write } from "./page.js";

useFakePage();

test("a change on the server does not reach an open page, but the next one", () => {
	const fake = createJoined();
	fake.pause();
	vi.advanceTimersByTime(60_000);
	expect(read()).toBe(null);
	fake.reload();
	vi.advanceTimersByTime(300);
	expect(read()).toBe("chatbot_paused:human");
});

test("a pause can have any reason", () => {
	const fake = createJoined();
	fake.pause("schedule");
	expect(fake.serverValue).toBe("chatbot_paused:schedule");
});

test("every change of Enum's key is logged with its author, and only commands are told", () => {
	const fake = createJoined();
	const { session } = fake;
	write("0.42");
	closeWindow();
	const at = Date.now();
	fake.setServerData("start_chatbot");
	fake.setServerData("start_chatbot");
	fake.pause();
	fake.setServerData("pause_chatbot");
	fake.setServerData("xstart_chatbot");
	fake.setServerData("start_chatbotx");
	fake.setServerData(["start_chatbot"]);
	expect(fake.enumLog).toEqual([
		{ at, session, value: 0.42, by: "client" },
		{ at, session, value: "start_chatbot", by: "server" },
		{ at, session, value: "chatbot_paused:human", by: "enum" },
		{ at, session, value: "pause_chatbot", by: "server" },
		{ at, session, value: "xstart_chatbot", by: "server" },
		{ at, session, value: "start_chatbotx", by: "server" },
		{ at, session, value: ["start_chatbot"], by: "server" },
	]);
	expect(fake.told).toEqual(["start_chatbot", "pause_chatbot"]);
});

test("a sent value that the server holds by then is no change", () => {
	const fake = createJoined();
	fake.setServerData("start_chatbot");
	write("start_chatbot");
	closeWindow();
	expect(fake.wire).toHaveLength(1);
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("Enum listens on the key of the options only", () => {
	const fake = createJoined({ key: "enum_sales" });
	write("start_chatbot");
	closeWindow();
	expect(fake.wire).toHaveLength(1);
	expect(fake.told).toEqual([]);
	write("start_chatbot", "enum_sales");
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("the server side survives in storage under storageKey", () => {
	const storage = createStorage();
	const before = createJoined({ storage, storageKey: "mine" });
	write("start_chatbot");
	closeWindow();
	const after = createFake({ storage, storageKey: "mine" });
	expect(after.session).toBe(before.session);
	expect(after.serverValue).toBe("start_chatbot");
	expect(after.wire).toEqual(before.wire);
	expect(after.told).toEqual(["start_chatbot"]);
	expect(after.enumLog).toEqual(before.enumLog);
	expect(new Set(storage.getItem.mock.calls.flat())).toEqual(new Set(["mine"]));
});

test("sessions have different names, like Crisp's", () => {
	const fake = createJoined();
	const names = new Set<string>();
	for (let count = 0; count < 3; count++) {
		expect(fake.session).toMatch(/^session_\w+_\d$/);
		names.add(fake.session);
		page.$crisp.do("session:reset");
	}
	expect(names.size).toBe(3);
});

test("the default storageKey is fake-crisp", () => {
	const storage = createStorage();
	createJoined({ storage });
	expect(storage.setItem).toHaveBeenCalledWith("fake-crisp", expect.any(String));
});

test("two tabs share the server side, each with a client of its own", () => {
	const storage = createStorage();
	const first = createJoined({ storage });
	const firstClient = page.$crisp;
	// Each tab has its own.
	deleteCrispNames();
	const second = createJoined({ storage });
	write("start_chatbot");
	closeWindow();
	expect(first.told).toEqual(["start_chatbot"]);
	expect(first.pushed).toEqual([]);
	expect(second.pushed).toHaveLength(1);
	expect(firstClient.get("session:data", "enum")).toBe(null);
});

test("a tab stays in its session when another tab resets", () => {
	const storage = createStorage();
	const first = createJoined({ storage });
	const firstClient = page.$crisp;
	const { session } = first;
	// Each tab has its own.
	deleteCrispNames();
	createJoined({ storage });
	page.$crisp.do("session:reset");
	firstClient.push(["set", "session:data", ["enum", "start_chatbot"]]);
	closeWindow();
	expect(firstClient.get("session:identifier")).toBe(session);
	expect(first.wire.map((entry) => entry.session)).toEqual([session]);
	expect(first.serverValue).toBeUndefined();
});

test("a session that the server has forgotten is an empty one", () => {
	const storage = createStorage();
	const fake = createJoined({ storage });
	storage.removeItem("fake-crisp");
	vi.setSystemTime(Date.now() + 1);
	write("start_chatbot");
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("onChange tells of writes, the connection and the join until it is undone", () => {
	const fake = createFake();
	const seen: unknown[] = [];
	const undo = fake.onChange(() => seen.push([fake.isConnected, fake.isJoined, fake.wire.length]));
	fake.install();
	vi.advanceTimersByTime(500);
	write("start_chatbot");
	closeWindow();
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(0);
	page.$crisp.do("session:reset");
	expect(seen).toEqual([
		[true, false, 0],
		[true, true, 0],
		[true, true, 1],
		[false, true, 1],
		[true, true, 1],
		[true, false, 1],
	]);
	undo();
	undo();
	fake.pause();
	expect(seen).toHaveLength(6);
});
