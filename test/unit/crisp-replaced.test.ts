import { describe, expect, it, vi } from "vitest";
import { getState, onPaused, pauseChatbot, startChatbot } from "../../src/index.js";
import type { FakeCrisp } from "../../src/testing/index.js";
import { deleteCrispNames, loadCrispAnew } from "./crisp-names.js";
import {
	IDLE_INTERVAL,
	installCrisp,
	makeCrisp,
	onEachClient,
	pass,
	startOnItsWay,
	usePage,
	watch,
} from "./helpers.js";

usePage();

const HUMAN = "chatbot_paused:human";

const DISTURBANCES: [string, (crisp: FakeCrisp) => void][] = [
	["the site's snippet is run again", (crisp) => crisp.install()],
	["$crisp is deleted", () => void Reflect.deleteProperty(window, "$crisp")],
	["Crisp is thrown away and loaded anew", loadCrispAnew],
];

/** ms after the call: at once, while the dummy is on its way, while it is held, around the value, and before it reads back. */
const MOMENTS = [0, 300, 700, 990, 1010, 1300, 1490];

onEachClient(() => {
	describe.each(DISTURBANCES)("where %s", (_, disturb) => {
		it("before a signal, the signal is told once", async () => {
			const crisp = await installCrisp();
			disturb(crisp);
			await pass(10_000);
			const start = watch(startChatbot());
			await pass(3000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("and the page goes on at once, the signal is told once", async () => {
			const crisp = await installCrisp();
			disturb(crisp);
			const start = watch(startChatbot());
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("during a signal, it is told once", async () => {
			for (const ms of MOMENTS) {
				const { crisp, start } = await startOnItsWay(ms);
				disturb(crisp);
				await pass(10_000);
				expect({ ms, outcome: start.outcome, told: crisp.told }).toEqual({
					ms,
					outcome: "sent",
					told: ["start_chatbot"],
				});
				crisp.uninstall();
			}
		});

		it("during a signal that is aborted then, it is never told", async () => {
			for (const ms of MOMENTS) {
				const { crisp, start, abort } = await startOnItsWay(ms);
				disturb(crisp);
				await pass(100);
				if (start.outcome !== "sent") abort();
				await pass(10_000);
				if (start.outcome !== "sent") expect({ ms, told: crisp.told }).toEqual({ ms, told: [] });
				crisp.uninstall();
			}
		});

		it("after a signal, it is not told again, and the next one is told", async () => {
			const { crisp } = await startOnItsWay(2000);
			disturb(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			const pause = watch(pauseChatbot());
			await pass(5000);
			expect(pause.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("the page is ready again", async () => {
			const crisp = await installCrisp();
			startChatbot();
			await pass(3000);
			disturb(crisp);
			await pass(IDLE_INTERVAL);
			expect(getState()).toMatchObject({ ready: true, pending: 0, error: null });
		});
	});

	it("a click waits while Crisp is thrown away, and is told by the one that comes then", async () => {
		const crisp = await installCrisp();
		crisp.unload();
		const start = watch(startChatbot());
		await pass(20_000);
		expect(start.outcome).toBe("pending");
		const other = makeCrisp();
		other.install();
		await pass(5000);
		expect(start.outcome).toBe("sent");
		expect(other.told).toEqual(["start_chatbot"]);
	});

	it("$crisp deleted with its second name leaves no Crisp: a signal waits until its timeout", async () => {
		await installCrisp();
		deleteCrispNames();
		const start = watch(startChatbot({ timeout: 20_000 }));
		await pass(20_000);
		expect(start.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
	});
});

describe.each(DISTURBANCES)("where %s", (_, disturb) => {
	it("after a signal, a pause that Enum writes then is heard after a reconnect, and stands", async () => {
		const { crisp } = await startOnItsWay(2000);
		const listener = vi.fn();
		onPaused(listener);
		disturb(crisp);
		await pass(IDLE_INTERVAL);
		crisp.drop();
		crisp.pause();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(crisp.serverValue).toBe(HUMAN);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});
