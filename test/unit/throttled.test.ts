import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createThrottle, installCrisp, makeChatbot, makeCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

let throttle: ReturnType<typeof createThrottle>;
beforeEach(() => {
	throttle = createThrottle();
});
afterEach(() => {
	throttle.restore();
});

const MINUTE = 60_000;

describe("in a hidden tab whose timers wake up once a minute", () => {
	for (const liveData of [true, false]) {
		it(`a signal is delivered, once (${liveData ? "live data" : "copies of the data"})`, async () => {
			const crisp = await installCrisp({ liveData });
			throttle.set(true);
			const receipt = watch(makeChatbot().startChatbot({ timeout: 10 * MINUTE }));
			await pass(8 * MINUTE);
			expect(receipt.outcome).toMatchObject({ confirmed: true, attempts: 1 });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	}

	it("a signal that waits for Crisp is delivered when it comes", async () => {
		const crisp = makeCrisp();
		throttle.set(true);
		makeChatbot().startChatbot({ timeout: 20 * MINUTE });
		await pass(3 * MINUTE);
		crisp.install();
		await pass(12 * MINUTE);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("a signal is delivered soon after the tab is shown again", async () => {
		const crisp = await installCrisp();
		throttle.set(true);
		makeChatbot().startChatbot({ timeout: 10 * MINUTE });
		await pass(MINUTE);
		throttle.set(false);
		await pass(2000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("a signal that was lost on a dead line is delivered again", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		crisp.drop({ unnoticed: true });
		chatbot.startChatbot();
		await pass(2000);
		throttle.set(true);
		await pass(15 * MINUTE);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});
