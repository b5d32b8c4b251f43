import { describe, expect, it, vi } from "vitest";
import { configure, onPaused, pauseChatbot, receive, startChatbot } from "../../../src/index.js";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { loadCrispAnew } from "../crisp-names.js";
import {
	changePage,
	IDLE_INTERVAL,
	installCrisp,
	makeCrisp,
	onEachClient,
	pass,
	startOnItsWay,
	usePage,
} from "../helpers.js";

usePage();

const holds = () => window.$crisp.get("session:data", "enum");

async function reconnect(crisp: FakeCrisp) {
	crisp.drop();
	crisp.restore();
	await pass(20_000);
}

onEachClient(() => {
	describe("Enum is not told a start again, over its own pause,", () => {
		it("by a reconnect after a start that was taken back", async () => {
			for (const abortAfter of [100, 800, 1200]) {
				const { crisp, abort } = await startOnItsWay(abortAfter);
				abort();
				await pass(1000);
				crisp.pause("human");
				changePage(crisp);
				await pass(5000);
				await reconnect(crisp);
				expect(crisp.serverValue).toBe("chatbot_paused:human");
				expect(crisp.told).toEqual([]);
				crisp.uninstall();
			}
		});

		it("by a reconnect two minutes after the start", async () => {
			const { crisp } = await startOnItsWay(121_000 + IDLE_INTERVAL, { reconnectDelay: 10_000 });
			crisp.setServerData("chatbot_paused:human");
			await reconnect(crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		for (const [where, visibility] of [
			["on a page", "visible"],
			["in a background tab", "hidden"],
		] as const) {
			it(`by a reconnect ${where} that has found the start in Crisp`, async () => {
				vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
				const crisp = makeCrisp({ reconnectDelay: 10_000 });
				crisp.setServerData("start_chatbot");
				crisp.install();
				configure();
				await pass(5000);
				crisp.pause("human");
				await reconnect(crisp);
				expect(crisp.told).toEqual(["start_chatbot"]);
			});
		}

		it("by a reconnect on the page after the one that delivered the start in its last moment", async () => {
			const { crisp } = await startOnItsWay(1550, { reconnectDelay: 10_000 });
			changePage(crisp);
			await pass(5000);
			crisp.pause("human");
			await reconnect(crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("by reconnects when the pause was received, which then stays on the server", async () => {
			const { crisp } = await startOnItsWay(5000, { reconnectDelay: 10_000 });
			crisp.pause("human");
			receive("chatbot_paused:human");
			await pass(IDLE_INTERVAL);
			for (let count = 0; count < 2; count++) {
				await reconnect(crisp);
				expect(crisp.serverValue).toBe("chatbot_paused:human");
			}
			await pass(200_000);
			expect(crisp.serverValue).toBe("chatbot_paused:human");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	it("the data of the site stays with Crisp", async () => {
		await installCrisp();
		window.$crisp.push(["set", "session:data", [[["plan", "pro"]]]]);
		startChatbot();
		await pass(200_000);
		expect(window.$crisp.get("session:data", "plan")).toBe("pro");
	});

	it("a pause that is received does not disturb a signal on its way", async () => {
		const crisp = await installCrisp();
		startChatbot();
		pauseChatbot();
		await pass(1800);
		receive("chatbot_paused:human");
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});
});

describe("a client whose data is live holds nothing under our key", () => {
	it("as soon as a signal is delivered, without a word to the server", async () => {
		const { crisp } = await startOnItsWay(1600);
		expect(holds()).toBeNull();
		const { length } = crisp.wire;
		await pass(200_000);
		expect(crisp.wire.length).toBe(length);
		expect(crisp.serverValue).toBe("start_chatbot");
	});

	it("after a page load that has brought something", async () => {
		for (const value of ["start_chatbot", "chatbot_paused:human", "something_else", 0.42]) {
			const crisp = makeCrisp();
			crisp.setServerData(value);
			crisp.install();
			configure();
			await pass(2000);
			expect(holds()).toBeNull();
			expect(crisp.serverValue).toBe(value);
			crisp.uninstall();
		}
	});

	it("after each reconnect", async () => {
		const { crisp } = await startOnItsWay(5000);
		for (let count = 0; count < 3; count++) {
			await reconnect(crisp);
			expect(holds()).toBeNull();
		}
		expect(crisp.serverValue).toBe("start_chatbot");
	});

	it("after a signal that was taken back: its dummy goes, too", async () => {
		for (const abortAfter of [100, 800, 1200]) {
			const { crisp, abort } = await startOnItsWay(abortAfter);
			abort();
			await pass(1000);
			expect(holds()).toBeNull();
			crisp.uninstall();
		}
	});

	it("when Crisp has thrown once, or was loaded anew, in the meantime", async () => {
		for (const disturb of [
			loadCrispAnew,
			() =>
				void vi.spyOn(window.$crisp, "get").mockImplementationOnce(() => {
					throw new Error("once");
				}),
		]) {
			const { crisp } = await startOnItsWay(1500, { reconnectDelay: 10_000 });
			disturb(crisp);
			await pass(IDLE_INTERVAL);
			expect(holds()).toBeNull();
			crisp.pause("human");
			await reconnect(crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
			crisp.uninstall();
		}
	});

	it("also when other code of the site has written it", async () => {
		const crisp = await installCrisp();
		configure();
		window.$crisp.push(["set", "session:data", [[["enum", "something_else"]]]]);
		await pass(IDLE_INTERVAL);
		expect(holds()).toBeNull();
		expect(crisp.serverValue).toBe("something_else");
	});

	it("as soon as a signal is delivered, also where another one waits: a reconnect then tells the first one once", async () => {
		const { crisp } = await startOnItsWay(1400, { reconnectDelay: 0 });
		startChatbot();
		await pass(100);
		crisp.drop();
		crisp.pause("human");
		crisp.restore();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});

	it("as soon as a reconnect shows a delivered signal, also where another one waits", async () => {
		const { crisp } = await startOnItsWay(1405, { reconnectDelay: 0 });
		startChatbot();
		await pass(96);
		crisp.drop();
		crisp.restore();
		await pass(105);
		crisp.drop();
		crisp.pause("human");
		crisp.restore();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});

	it("but keeps what it holds while a signal is on its way", async () => {
		await startOnItsWay(700);
		expect(holds()).toEqual(expect.any(Number));
	});

	for (const after of [100, 1000, 60_000]) {
		it(`so Enum's pause is told at a reconnect, and stays over the next one, ${after} ms after a start`, async () => {
			const { crisp } = await startOnItsWay(1600, { reconnectDelay: 10_000 });
			const listener = vi.fn();
			onPaused(listener);
			await pass(after);
			crisp.pause("human");
			await pass(1000);
			expect(listener).not.toHaveBeenCalled();
			await reconnect(crisp);
			// On the open page.
			expect(listener).toHaveBeenCalledTimes(1);
			await reconnect(crisp);
			expect(crisp.serverValue).toBe("chatbot_paused:human");
			expect(crisp.told).toEqual(["start_chatbot"]);
			changePage(crisp);
			const next = vi.fn();
			onPaused(next);
			await pass(5000);
			expect(next).toHaveBeenCalledTimes(1);
		});
	}
});

describe("a client that hands out copies of its data", () => {
	it("keeps a delivered signal for two minutes, so that it says it again itself after a dead line", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		crisp.drop({ unnoticed: true });
		startChatbot();
		await pass(5000);
		expect(holds()).toBe("start_chatbot");
		expect(crisp.told).toEqual([]);
		await pass(60_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(holds()).toBe("start_chatbot");
		await pass(60_000);
		expect(holds()).toEqual(expect.any(Number));
		const { length } = crisp.pushed;
		await pass(60_000);
		expect(crisp.pushed).toHaveLength(length);
	});

	it("gets a dummy over a start that was there at page load, at once", async () => {
		const crisp = makeCrisp({ liveData: false });
		crisp.setServerData("start_chatbot");
		crisp.install();
		configure();
		await pass(2000);
		expect(holds()).toEqual(expect.any(Number));
	});

	it("gets a dummy over a start that a reconnect has brought", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		configure();
		await pass(1000);
		crisp.setServerData("start_chatbot");
		await reconnect(crisp);
		await pass(IDLE_INTERVAL);
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("gets a pause that is received in the place of the signal, at once", async () => {
		const { crisp } = await startOnItsWay(5000, { liveData: false });
		crisp.pause("human");
		receive("chatbot_paused:human");
		await pass(1000);
		expect(holds()).toBe("chatbot_paused:human");
	});

	it("keeps a pause that a page load has brought", async () => {
		const crisp = makeCrisp({ liveData: false });
		crisp.pause("human");
		crisp.install();
		configure();
		await pass(200_000);
		expect(holds()).toBe("chatbot_paused:human");
		expect(crisp.pushed).toEqual([]);
	});

	it("is tried again when it does not take the dummy", async () => {
		const { crisp } = await startOnItsWay(121_000, { liveData: false, reconnectDelay: 10_000 });
		crisp.drop();
		await pass(1000);
		crisp.restore();
		await pass(40_000);
		expect(holds()).toEqual(expect.any(Number));
	});

	it("bears a Crisp that throws", async () => {
		const { start } = await startOnItsWay(5000, { liveData: false });
		for (const name of ["push", "set"]) {
			vi.spyOn(window.$crisp, name as never).mockImplementation((() => {
				throw new Error("Invalid data");
			}) as never);
		}
		await pass(IDLE_INTERVAL * 10);
		expect(holds()).toBe("start_chatbot");
		expect(start.outcome).toBe("sent");
	});
});

describe("a client that makes another object of its data at each change,", () => {
	/** Nobody has seen Crisp 4 do this; a store of immutable data would. */
	function replaceData(copy: (data: object) => object) {
		const get = window.$crisp.get.bind(window.$crisp);
		let data = {};
		window.$crisp.get = (name: string, key?: string) => {
			if (key !== undefined || name !== "session:data") return get(name, key);
			if (JSON.stringify(get(name)) !== JSON.stringify(data)) data = copy({ ...get(name) });
			return data;
		};
	}

	for (const [what, copy] of [
		["a copy of it", (data: object) => data],
		["a copy that is frozen", Object.freeze],
	] as const) {
		it(`and hands out ${what}, is told each signal once`, async () => {
			const crisp = await installCrisp();
			replaceData(copy);
			startChatbot();
			pauseChatbot();
			await pass(5000);
			startChatbot();
			await pass(130_000);
			await reconnect(crisp);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot"]);
		});
	}
});
