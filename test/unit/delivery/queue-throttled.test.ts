import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChatbot } from "../../../src/index.js";
import {
	createThrottle,
	installCrisp,
	makeCrisp,
	onEachClient,
	pass,
	pushedValues,
	usePage,
	watch,
} from "../helpers.js";

usePage();

let throttle: ReturnType<typeof createThrottle>;
beforeEach(() => {
	throttle = createThrottle();
});
afterEach(() => {
	throttle.restore();
});

const MINUTE = 60_000;

onEachClient(() => {
	describe("in a hidden tab whose timers wake up once a minute", () => {
		it("a signal is delivered, in one attempt", async () => {
			const crisp = await installCrisp();
			throttle.set(true);
			const start = watch(startChatbot({ timeout: 10 * MINUTE }));
			await pass(8 * MINUTE);
			expect(start.outcome).toBe("sent");
			expect(pushedValues(crisp).slice(0, 2)).toEqual(["dummy", "start_chatbot"]);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("a signal that waits for Crisp is delivered when it comes", async () => {
			const crisp = makeCrisp();
			throttle.set(true);
			startChatbot({ timeout: 20 * MINUTE });
			await pass(3 * MINUTE);
			crisp.install();
			await pass(12 * MINUTE);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("a signal is delivered soon after the tab is shown again", async () => {
			const crisp = await installCrisp();
			throttle.set(true);
			startChatbot({ timeout: 10 * MINUTE });
			await pass(MINUTE);
			throttle.set(false);
			await pass(2000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("a signal that was lost on a dead line is delivered again", async () => {
			const crisp = await installCrisp();
			crisp.drop({ unnoticed: true });
			startChatbot();
			await pass(2000);
			throttle.set(true);
			await pass(15 * MINUTE);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});
});
