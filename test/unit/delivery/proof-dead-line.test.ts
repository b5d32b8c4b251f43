import { describe, expect, it, vi } from "vitest";
import { configure, getState, onPaused, pauseChatbot, startChatbot } from "../../../src/index.js";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { IDLE_INTERVAL, installCrisp, makeCrisp, onEachClient, pass, usePage, watch } from "../helpers.js";
import { loseStart, NOTICED, reconnectDelay } from "./lost-start.js";

usePage();

/** Until the signal is on its way again. */
async function waitForRepeat() {
	for (let ms = 0; ms < NOTICED && !getState().pending; ms += 100) await pass(100);
}

const values = (crisp: FakeCrisp) => crisp.enumLog.map(({ value }) => (typeof value === "number" ? "dummy" : value));

onEachClient(() => {
	describe("a line that dies unnoticed", () => {
		it("loses nothing: a signal that resolved is told once the client has noticed, and once", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			crisp.drop({ unnoticed: true });
			const start = watch(startChatbot());
			await pass(2000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual([]);
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("loses nothing also where nothing is to be stored", async () => {
			configure({ persist: false });
			const crisp = await loseStart();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(Object.keys(localStorage)).toEqual([]);
		});

		it("at whatever moment, tells the signal once", async () => {
			for (const dropAfter of [0, 100, 490, 510, 900, 1001, 1400, 1510, 1600]) {
				const crisp = await installCrisp({ reconnectDelay });
				startChatbot();
				await pass(dropAfter);
				crisp.drop({ unnoticed: true });
				await pass(NOTICED);
				expect({ dropAfter, told: crisp.told }).toEqual({ dropAfter, told: ["start_chatbot"] });
				crisp.uninstall();
			}
		});

		it("tells only the last one of several signals again, which decides", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			crisp.drop({ unnoticed: true });
			startChatbot();
			pauseChatbot();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("tells it also where the server holds what other code of the page has written before", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			configure();
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(IDLE_INTERVAL);
			startChatbot();
			crisp.drop({ unnoticed: true });
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("tells it also over the signal that stood there when the page was opened", async () => {
			const crisp = makeCrisp({ reconnectDelay });
			crisp.setServerData("pause_chatbot");
			crisp.install();
			configure();
			await pass(5000);
			crisp.drop({ unnoticed: true });
			startChatbot();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["pause_chatbot", "start_chatbot"]);
		});

		it("tells it before a signal that is called meanwhile", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			crisp.drop({ unnoticed: true });
			startChatbot();
			// Noticed, and not back yet: the next signal waits.
			await pass(50_000);
			pauseChatbot();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("tells a pause again over the start that it was to end", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			startChatbot();
			await pass(2000);
			crisp.drop({ unnoticed: true });
			pauseChatbot();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("tells a signal of the one session never in another one", async () => {
			const crisp = await loseStart();
			window.$crisp.push(["do", "session:reset"]);
			await pass(NOTICED);
			expect(crisp.told).toEqual([]);
		});
	});
});

describe("on a client whose data is live, a lost signal", () => {
	it("is pending again from the client's reconnect on", async () => {
		const crisp = await loseStart();
		expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		await pass(45_000 + reconnectDelay - 1000);
		expect(getState().pending).toBe(1);
		await pass(2000);
		expect(getState().pending).toBe(0);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is not told over a pause, as a human may be there", async () => {
		const crisp = await loseStart();
		const listener = vi.fn();
		onPaused(listener);
		crisp.pause("human");
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("is not told over a pause that stood before, as it may be a new one", async () => {
		const crisp = makeCrisp({ reconnectDelay });
		crisp.pause("human");
		crisp.install();
		await pass(1000);
		crisp.drop({ unnoticed: true });
		startChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(getState()).toMatchObject({ last: "start_chatbot", pause: { reason: "human" } });
	});

	it("is not told over a pause that shows only while it is being told again", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		startChatbot();
		await pass(45_000);
		await waitForRepeat();
		// Its dummy has not got out.
		crisp.drop();
		crisp.pause("human");
		await pass(5000);
		crisp.restore();
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(getState()).toMatchObject({ pending: 0, pause: { reason: "human" }, error: { code: "ABORTED" } });
	});

	it("is not told when a newer one turns out to be delivered at the same moment", async () => {
		const crisp = makeCrisp({ pingTimeout: 2950, reconnectDelay: 1 });
		crisp.setServerData("pause_chatbot");
		crisp.install();
		await pass(1000);
		crisp.drop({ unnoticed: true });
		startChatbot();
		const pause = watch(pauseChatbot());
		await pass(NOTICED);
		expect(pause.outcome).toBe("sent");
		expect(crisp.told).toEqual(["pause_chatbot", "pause_chatbot"]);
	});

	it("is not told over what another tab or the server has said since", async () => {
		const crisp = await loseStart();
		crisp.setServerData(0.1234);
		crisp.setServerData("pause_chatbot");
		await pass(NOTICED);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("that equals the one before it cannot be told from that: a known limit", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		startChatbot();
		await pass(2000);
		crisp.drop({ unnoticed: true });
		startChatbot();
		await pass(NOTICED);
		expect(values(crisp)).toEqual(["dummy", "start_chatbot"]);
	});

	it("is told three times more, and no more, where the line dies again and again", async () => {
		const crisp = await installCrisp({ reconnectDelay, pingTimeout: 5000 });
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		configure({ debug: true });
		crisp.drop({ unnoticed: true });
		startChatbot();
		for (let round = 0; round < 300; round++) {
			await pass(500);
			// Dead again as soon as it is back.
			if (crisp.isConnected) crisp.drop({ unnoticed: true });
		}
		expect(crisp.told).toEqual([]);
		const steps = debug.mock.calls.map(([, step]) => step);
		expect(steps.filter((step) => step === "start_chatbot: has not arrived")).toHaveLength(3);
		expect(steps.filter((step) => step === "start_chatbot: sent")).toHaveLength(4);
	});

	for (const [minutes, told] of [
		[9, ["start_chatbot"]],
		[11, []],
	] as const) {
		it(`${told.length ? "is told" : "is given up"} where the client is back after ${minutes} minutes`, async () => {
			const crisp = await installCrisp({ reconnectDelay, pingTimeout: minutes * 60_000 });
			crisp.drop({ unnoticed: true });
			startChatbot();
			await pass(minutes * 60_000 + NOTICED);
			expect(crisp.told).toEqual(told);
		});
	}

	it("leaves its promise as it is, and the state's error, when it cannot be delivered again", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const start = watch(startChatbot());
		await pass(45_000);
		await waitForRepeat();
		crisp.drop();
		await pass(600_000);
		expect(start.outcome).toBe("sent");
		expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot", error: { code: "TIMEOUT" } });
	});
});

describe("on a client that hands out copies, a lost signal", () => {
	it("is told by the client itself, and not by us", async () => {
		const crisp = await loseStart({ liveData: false });
		const { length } = crisp.pushed;
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(crisp.pushed).toHaveLength(length);
		await pass(200_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});
