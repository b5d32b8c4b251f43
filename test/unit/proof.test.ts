import { describe, expect, it, vi } from "vitest";
import type { Chatbot } from "../../src/index.js";
import type { FakeCrisp, FakeCrispOptions } from "../../src/testing/index.js";
import {
	changePage,
	deliverThere,
	IDLE_INTERVAL,
	installCrisp,
	makeChatbot,
	makeCrisp,
	pass,
	usePage,
	visitAnotherPage,
	watch,
} from "./helpers.js";

usePage();

/** ms; Crisp's own client takes 7 to 22 s to reconnect. */
const reconnectDelay = 10_000;

/** The client has noticed, has reconnected, and what was lost has been delivered. */
const NOTICED = 45_000 + reconnectDelay + 10_000;

/** A start that has resolved on a line that had died unnoticed. */
async function loseStart(options?: FakeCrispOptions) {
	const crisp = await installCrisp({ reconnectDelay, ...options });
	crisp.drop({ unnoticed: true });
	const chatbot = makeChatbot();
	chatbot.startChatbot();
	await pass(2000);
	return { crisp, chatbot };
}

/** Until the signal is on its way again. */
async function waitForRepeat(chatbot: Chatbot) {
	for (let ms = 0; ms < NOTICED && !chatbot.getState().pending; ms += 100) await pass(100);
}

const values = (crisp: FakeCrisp) => crisp.enumLog.map(({ value }) => (typeof value === "number" ? "dummy" : value));

describe("a line that dies unnoticed", () => {
	it("loses nothing: a signal that resolved is delivered again once the client has noticed", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		const receipt = watch(chatbot.startChatbot());
		await pass(2000);
		expect(receipt.outcome).toMatchObject({ confirmed: true });
		expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		expect(crisp.told).toEqual([]);
		await pass(45_000 + reconnectDelay - 1000);
		expect(chatbot.getState().pending).toBe(1);
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("at whatever moment, tells the signal once", async () => {
		for (const dropAfter of [0, 100, 490, 510, 900, 1001, 1400, 1510, 1600]) {
			const crisp = await installCrisp({ reconnectDelay });
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			await pass(dropAfter);
			crisp.drop({ unnoticed: true });
			await pass(NOTICED);
			expect({ dropAfter, told: crisp.told }).toEqual({ dropAfter, told: ["start_chatbot"] });
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("tells only the last one of several signals again, which decides", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		chatbot.pauseChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("tells it also where the server holds what other code of the page has written before", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		const chatbot = makeChatbot();
		window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
		await pass(IDLE_INTERVAL);
		chatbot.startChatbot();
		crisp.drop({ unnoticed: true });
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("tells it also over the signal that stood there when the page was opened", async () => {
		const crisp = makeCrisp({ reconnectDelay });
		crisp.setServerData("pause_chatbot");
		crisp.install();
		const chatbot = makeChatbot();
		await pass(5000);
		crisp.drop({ unnoticed: true });
		chatbot.startChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual(["pause_chatbot", "start_chatbot"]);
	});

	it("tells it before a signal that is called meanwhile", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		// Noticed, and not back yet: the next signal waits.
		await pass(50_000);
		chatbot.pauseChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("tells it before what waits in the lane when the page is left meanwhile", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		chatbot.pauseChatbot();
		await pass(2000);
		changePage(crisp);
		makeChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("tells it on the next page when a link is followed meanwhile", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const receipt = watch(makeChatbot().startChatbot());
		await pass(2000);
		expect(receipt.outcome).toMatchObject({ confirmed: true });
		changePage(crisp);
		const chatbot = makeChatbot();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		expect(sessionStorage.length).toBe(0);
	});

	it("tells it on the next page within two minutes only", async () => {
		for (const [away, told] of [
			[119_000, ["start_chatbot"]],
			[121_000, []],
		] as const) {
			const { crisp } = await loseStart();
			changePage(crisp);
			await pass(away);
			const chatbot = makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(told);
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("tells nothing again on another page where signals are not to be kept", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		makeChatbot({ persist: false }).startChatbot();
		await pass(2000);
		changePage(crisp);
		makeChatbot();
		await pass(5000);
		expect(crisp.told).toEqual([]);
	});

	it("tells it out of the back/forward cache, where no other page has", async () => {
		const { crisp } = await loseStart();
		await visitAnotherPage(async () => {});
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("tells it out of the back/forward cache also where the other page has left something else, or nothing", async () => {
		for (const others of [[], ["pause_chatbot"]]) {
			const { crisp, chatbot } = await loseStart();
			await visitAnotherPage(async () => {
				sessionStorage.clear();
				const time = { timeout: 60_000, expires: Date.now() + 60_000 };
				const jobs = others.map((signal) => ({ id: "theirs", signal, persist: true, ...time }));
				if (jobs.length) sessionStorage.setItem("crisp-signals:1:enum", JSON.stringify(jobs));
			});
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", ...others]);
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("does not keep the next page from sending where that cannot read Crisp", async () => {
		const { crisp } = await loseStart();
		changePage(crisp);
		crisp.unload();
		window.$crisp = { push: vi.fn() };
		const receipt = watch(makeChatbot().pauseChatbot());
		await pass(2000);
		expect(receipt.outcome).toMatchObject({ confirmed: false });
		delete window.$crisp;
	});

	it("tells it no more out of the back/forward cache, where another page has", async () => {
		for (const isStale of [false, true]) {
			const { crisp, chatbot } = await loseStart();
			await visitAnotherPage(async () => {
				const name = "crisp-signals:1:enum";
				const old = sessionStorage.getItem(name) as string;
				await deliverThere(crisp);
				// As Firefox shows it to the page that comes back.
				if (isStale) sessionStorage.setItem(name, old);
			}, crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
			chatbot.destroy();
			crisp.unload();
			sessionStorage.clear();
			localStorage.clear();
		}
	});

	it("leaves it to the page that comes back when the other one was left in the middle of telling it", async () => {
		const { crisp } = await loseStart();
		await visitAnotherPage(async () => {
			crisp.reload();
			makeChatbot();
			await pass(1300);
		}, crisp);
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("tells it also when the chatbot was destroyed, by another one or by none", async () => {
		for (const hasOther of [true, false]) {
			const crisp = await installCrisp({ reconnectDelay });
			crisp.drop({ unnoticed: true });
			const chatbot = makeChatbot();
			const other = hasOther ? makeChatbot() : undefined;
			chatbot.startChatbot();
			await pass(2000);
			chatbot.destroy();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(other?.getState().last).toBe(hasOther ? "start_chatbot" : undefined);
			other?.destroy();
			crisp.unload();
		}
	});

	it("has it told by the chatbot that it was called on", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const [other, owner] = [makeChatbot(), makeChatbot()];
		owner.startChatbot();
		await pass(2000);
		await waitForRepeat(owner);
		expect([other, owner].map((chatbot) => chatbot.getState().pending)).toEqual([0, 1]);
	});

	it("tells a signal of the one session never in another one", async () => {
		for (const changeSession of [
			async (crisp: FakeCrisp) => {
				window.$crisp.push(["do", "session:reset"]);
				await pass(NOTICED);
				return crisp;
			},
			async (crisp: FakeCrisp) => {
				window.$crisp.push(["do", "session:reset"]);
				changePage(crisp);
				makeChatbot();
				await pass(NOTICED);
				return crisp;
			},
		]) {
			const { crisp } = await loseStart();
			await changeSession(crisp);
			expect(crisp.told).toEqual([]);
			crisp.unload();
		}
	});

	it("tells nothing over a pause, as a human may be there", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		const listener = vi.fn();
		chatbot.onPaused(listener);
		chatbot.startChatbot();
		await pass(2000);
		crisp.pause("human");
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("tells nothing over a pause that stood before, as it may be a new one", async () => {
		const crisp = makeCrisp({ reconnectDelay });
		crisp.pause("human");
		crisp.install();
		await pass(1000);
		const chatbot = makeChatbot();
		crisp.drop({ unnoticed: true });
		chatbot.startChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(chatbot.getState()).toMatchObject({ last: "start_chatbot", pause: { reason: "human" } });
	});

	it("tells nothing again out of the back/forward cache that another page has proven, and has spoken after", async () => {
		const crisp = makeCrisp();
		crisp.setServerData("pause_chatbot");
		crisp.install();
		await pass(1000);
		makeChatbot().startChatbot();
		await pass(2000);
		await visitAnotherPage(async () => {
			crisp.reload();
			const chatbot = makeChatbot();
			await pass(2000);
			chatbot.pauseChatbot();
			await pass(3000);
		}, crisp);
		await pass(NOTICED);
		expect(crisp.told).toEqual(["pause_chatbot", "start_chatbot", "pause_chatbot"]);
	});

	it("tells nothing over a pause that shows only while it is being told again", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		crisp.drop({ unnoticed: true });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(45_000);
		await waitForRepeat(chatbot);
		// Its dummy has not got out.
		crisp.drop();
		crisp.pause("human");
		await pass(5000);
		crisp.restore();
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
		expect(chatbot.getState()).toMatchObject({ pending: 0, pause: { reason: "human" }, error: { code: "ABORTED" } });
	});

	it("tells nothing again when a newer signal turns out to be delivered at the same moment", async () => {
		const crisp = makeCrisp({ pingTimeout: 2950, reconnectDelay: 1 });
		crisp.setServerData("pause_chatbot");
		crisp.install();
		await pass(1000);
		const chatbot = makeChatbot();
		crisp.drop({ unnoticed: true });
		chatbot.startChatbot();
		const receipt = watch(chatbot.pauseChatbot());
		await pass(NOTICED);
		expect(receipt.outcome).toMatchObject({ confirmed: true, attempts: 1 });
		expect(crisp.told).toEqual(["pause_chatbot", "pause_chatbot"]);
	});

	it("tells nothing over what another tab or the server has said since", async () => {
		const { crisp } = await loseStart();
		crisp.setServerData(0.1234);
		crisp.setServerData("pause_chatbot");
		await pass(NOTICED);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("tells a pause again over the start that it was to end", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(2000);
		crisp.drop({ unnoticed: true });
		chatbot.pauseChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("cannot tell a start from the start before it: a known limit", async () => {
		const crisp = await installCrisp({ reconnectDelay });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(2000);
		crisp.drop({ unnoticed: true });
		chatbot.startChatbot();
		await pass(NOTICED);
		expect(values(crisp)).toEqual(["dummy", "start_chatbot"]);
	});

	it("that dies again and again has it told three times more, and no more", async () => {
		const crisp = await installCrisp({ reconnectDelay, pingTimeout: 5000 });
		const chatbot = makeChatbot();
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		vi.spyOn(performance, "measure").mockImplementation(() => ({}) as PerformanceMeasure);
		chatbot.destroy();
		const talkative = makeChatbot({ debug: true });
		crisp.drop({ unnoticed: true });
		talkative.startChatbot();
		for (let round = 0; round < 300; round++) {
			await pass(500);
			// Dead again as soon as it is back.
			if (crisp.isConnected) crisp.drop({ unnoticed: true });
		}
		expect(crisp.told).toEqual([]);
		const steps = debug.mock.calls.map(([, step]) => step);
		expect(steps.filter((step) => step === "start_chatbot: has not arrived")).toHaveLength(3);
		expect(steps.filter((step) => step === "start_chatbot: value")).toHaveLength(4);
	});

	it("is waited for ten minutes", async () => {
		for (const [minutes, told] of [
			[9, ["start_chatbot"]],
			[11, []],
		] as const) {
			const crisp = await installCrisp({ reconnectDelay, pingTimeout: minutes * 60_000 });
			crisp.drop({ unnoticed: true });
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			await pass(minutes * 60_000 + NOTICED);
			expect(crisp.told).toEqual(told);
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("on a client that hands out copies has the signal told by the client itself", async () => {
		const crisp = await installCrisp({ reconnectDelay, liveData: false });
		crisp.drop({ unnoticed: true });
		makeChatbot().startChatbot();
		await pass(NOTICED);
		expect(crisp.told).toEqual(["start_chatbot"]);
		await pass(200_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("on a client that hands out copies has it told on the next page by us", async () => {
		const { crisp } = await loseStart({ liveData: false });
		changePage(crisp);
		makeChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

describe("an unproven signal that is not ours", () => {
	it("is ignored when it is malformed", async () => {
		const crisp = await installCrisp();
		const time = { timeout: 60_000, expires: Date.now() + 1e9 };
		const good = { id: "1", signal: "start_chatbot", session: crisp.session, before: [], persist: true, ...time };
		async function findPushed(stored: unknown) {
			sessionStorage.setItem("crisp-signals:1:enum", JSON.stringify(stored));
			changePage(crisp);
			makeChatbot();
			await pass(IDLE_INTERVAL);
			return crisp.pushed;
		}
		for (const entry of [
			null,
			42,
			"x",
			{},
			{ ...good, expires: undefined },
			{ ...good, expires: "soon" },
			{ ...good, expires: Date.now() - 1 },
			{ ...good, signal: "chatbot_paused:human" },
			{ ...good, before: "all" },
			{ ...good, session: "another" },
			{ ...good, repeats: 3 },
			{ ...good, repeats: -5 },
		]) {
			expect(await findPushed([entry])).toEqual([]);
			expect(await findPushed(entry)).toEqual([]);
		}
		expect(await findPushed([good])).toHaveLength(2);
	});
});
