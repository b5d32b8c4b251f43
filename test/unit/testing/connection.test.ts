import { expect, test, vi } from "vitest";
import { closeWindow, createFake, createJoined, page, read, readAll, useFakePage, write } from "./page.js";

useFakePage();

test("a write whose window closes while the connection is lost is never sent, and reads as the old value", () => {
	const fake = createJoined();
	write("0.42");
	closeWindow();
	fake.drop();
	expect(fake.isConnected).toBe(false);
	write("start_chatbot");
	closeWindow();
	expect(read()).toBe(0.42);
	fake.restore();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(true);
	expect(read()).toBe(0.42);
	expect(fake.told).toEqual([]);
});

test("a write is sent if the connection is back when its window closes", () => {
	const fake = createJoined();
	fake.drop();
	write("start_chatbot");
	fake.restore();
	closeWindow();
	expect(fake.told).toEqual(["start_chatbot"]);
});

test("the identifier stays readable while the connection is lost", () => {
	const fake = createJoined();
	fake.drop();
	expect(page.$crisp.get("session:identifier")).toBe(fake.session);
	expect(fake.isJoined).toBe(true);
});

test("on reconnect local values win over a pause, and Enum is told again", () => {
	const fake = createJoined();
	write("start_chatbot");
	closeWindow();
	fake.drop();
	fake.pause();
	expect(fake.serverValue).toBe("chatbot_paused:human");
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.serverValue).toBe("start_chatbot");
	expect(fake.wire.at(-1)).toEqual({
		at: Date.now(),
		session: fake.session,
		data: { enum: "start_chatbot" },
		reason: "rejoin",
	});
	expect(fake.told).toEqual(["start_chatbot", "start_chatbot"]);
});

test("a reconnect sends nothing when the server holds the same values", () => {
	const fake = createJoined();
	write("start_chatbot");
	closeWindow();
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(1000);
	expect(fake.wire).toHaveLength(1);
});

test("on reconnect a key that the page does not hold is taken from the server, and nothing is sent", () => {
	const fake = createJoined();
	fake.drop();
	fake.pause();
	fake.restore();
	vi.advanceTimersByTime(1000);
	expect(read()).toBe("chatbot_paused:human");
	expect(fake.serverValue).toBe("chatbot_paused:human");
	expect(fake.wire).toEqual([]);
});

test.each([[""], [0], [false]])("on reconnect a local %j wins too", (value) => {
	const fake = createJoined();
	write(value);
	closeWindow();
	fake.drop();
	fake.pause();
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.serverValue).toBe(value);
	expect(fake.wire.at(-1)).toMatchObject({ data: { enum: value }, reason: "rejoin" });
	expect(readAll()).toEqual({ enum: value });
});

test("with socket: false a reconnect sends nothing", () => {
	const fake = createFake({ socket: false });
	fake.setServerData("start_chatbot");
	fake.install();
	vi.advanceTimersByTime(500);
	fake.drop();
	fake.pause();
	fake.restore();
	vi.advanceTimersByTime(1000);
	expect(fake.wire).toEqual([]);
	expect(read()).toBe("start_chatbot");
});

test("a page that opens while the line is down reads the server once the line is back, when it joins", () => {
	const fake = createFake();
	fake.setServerData("start_chatbot");
	fake.drop();
	fake.install();
	vi.advanceTimersByTime(5000);
	expect(readAll()).toEqual({});
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.isJoined).toBe(true);
	expect(read()).toBe("start_chatbot");
});

test("what a page writes while it opens without a line wins when it joins, and is not sent", () => {
	const fake = createFake();
	fake.setServerData("start_chatbot");
	fake.drop();
	fake.install();
	vi.advanceTimersByTime(300);
	write("pause_chatbot");
	closeWindow();
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.isJoined).toBe(true);
	expect(read()).toBe("pause_chatbot");
	expect(fake.serverValue).toBe("start_chatbot");
	expect(fake.wire).toEqual([]);
});

test("the reconnect takes reconnectDelay", () => {
	const fake = createJoined({ reconnectDelay: 10_000 });
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(9999);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(true);
});

test("a connection lost again during the reconnect stays lost", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(500);
	fake.drop();
	vi.advanceTimersByTime(60_000);
	expect(fake.isConnected).toBe(false);
});

test("restoring a connection that is there does nothing", () => {
	const fake = createJoined();
	write("start_chatbot");
	closeWindow();
	fake.pause();
	fake.restore();
	vi.advanceTimersByTime(1000);
	expect(fake.serverValue).toBe("chatbot_paused:human");
});

test("a join that falls due while the connection is lost waits for it, and sends nothing", () => {
	const fake = createFake();
	fake.install();
	vi.advanceTimersByTime(300);
	write("start_chatbot");
	fake.drop();
	vi.advanceTimersByTime(5000);
	expect(fake.isJoined).toBe(false);
	expect(read()).toBe("start_chatbot");
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.isJoined).toBe(true);
	expect(fake.wire).toEqual([]);
});

test("a connection that is back before the join falls due does not hurry it", () => {
	const fake = createFake();
	fake.install();
	vi.advanceTimersByTime(300);
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(199);
	expect(fake.isConnected).toBe(true);
	expect(fake.isJoined).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isJoined).toBe(true);
});

test("a connection stays lost over a page load", () => {
	const fake = createJoined();
	fake.drop();
	fake.reload();
	vi.advanceTimersByTime(5000);
	expect(fake.isConnected).toBe(false);
	expect(fake.isJoined).toBe(false);
	fake.restore();
	vi.advanceTimersByTime(0);
	expect(fake.isJoined).toBe(true);
});

test("a connection that is back stays so over a page load", () => {
	const fake = createJoined();
	fake.drop();
	fake.restore();
	fake.reload();
	expect(fake.isConnected).toBe(true);
});

test("restoring again starts the reconnect anew", () => {
	const fake = createJoined({ reconnectDelay: 1000 });
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(500);
	fake.restore();
	vi.advanceTimersByTime(999);
	expect(fake.isConnected).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isConnected).toBe(true);
});

test("a reconnect does not hurry the join of a session that was just reset", () => {
	const fake = createJoined();
	page.$crisp.do("session:reset");
	fake.drop();
	fake.restore();
	vi.advanceTimersByTime(199);
	expect(fake.isJoined).toBe(false);
	vi.advanceTimersByTime(1);
	expect(fake.isJoined).toBe(true);
});
