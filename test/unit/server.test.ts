// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as signals from "../../src/index.js";

describe("on a server", () => {
	it("signals reject with NOT_IN_BROWSER", async () => {
		await expect(signals.startChatbot()).rejects.toMatchObject({ code: "NOT_IN_BROWSER", signal: "start_chatbot" });
		await expect(signals.pauseChatbot({ timeout: 5000 })).rejects.toBeInstanceOf(signals.SignalError);
		await expect(signals.startChatbot({ signal: AbortSignal.abort() })).rejects.toMatchObject({
			code: "NOT_IN_BROWSER",
		});
	});

	it("everything else does nothing", () => {
		const before = Reflect.ownKeys(globalThis);
		const fail = () => expect.unreachable();
		signals.configure({ debug: true, key: "sales" });
		for (const undo of [
			signals.onPaused(fail),
			signals.subscribe(fail),
			signals.bindButtons(),
			signals.connectRelay("/crisp-signals"),
		]) {
			expect(undo()).toBeUndefined();
		}
		expect(signals.receive("chatbot_paused:human")).toBe(false);
		expect(signals.getState()).toBe(signals.getServerState());
		expect(Reflect.ownKeys(globalThis)).toEqual(before);
	});

	it("wrong options are errors all the same", () => {
		const MESSAGE = "Expected delay to be 600 to 2147483647 ms, got 10";
		expect(() => signals.configure({ delay: 10 })).toThrow(new TypeError(MESSAGE));
		expect(() => signals.startChatbot({ timeout: 0 })).toThrow(TypeError);
		expect(() => signals.onPaused(1 as never)).toThrow(TypeError);
		expect(() => signals.subscribe(() => {}, { signal: {} as AbortSignal })).toThrow(TypeError);
	});

	it("the options of one request are not those of the next one", () => {
		signals.configure({ timeout: 5 });
		expect(() => signals.configure({ key: "other" })).not.toThrow();
	});
});
