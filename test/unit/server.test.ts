// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as signals from "../../src/index.js";

describe("on a server", () => {
	it("signals reject with NOT_IN_BROWSER", async () => {
		await expect(signals.startChatbot()).rejects.toMatchObject({ code: "NOT_IN_BROWSER", signal: "start_chatbot" });
		await expect(signals.createChatbot().pauseChatbot()).rejects.toMatchObject({ code: "NOT_IN_BROWSER" });
	});

	it("everything else does nothing", () => {
		signals.configure({ debug: true });
		const chatbot = signals.createChatbot();
		for (const api of [signals, chatbot]) {
			expect(api.onPaused(() => {})()).toBeUndefined();
			expect(api.subscribe(() => {})()).toBeUndefined();
			expect(api.bindButtons()()).toBeUndefined();
			expect(api.connectRelay("/crisp-signals")()).toBeUndefined();
			expect(api.receive("chatbot_paused:human")).toBe(false);
			expect(api.getState()).toBe(api.getServerState());
		}
		chatbot.destroy();
	});

	it("wrong options are errors all the same", () => {
		expect(() => signals.configure({ delay: 10 })).toThrow(RangeError);
		expect(() => signals.onPaused(1 as never)).toThrow(TypeError);
	});
});
