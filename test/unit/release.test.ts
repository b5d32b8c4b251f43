import { describe, expect, it, vi } from "vitest";
import type { FakeCrisp } from "../../src/testing/index.js";
import { changePage, IDLE_INTERVAL, installCrisp, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

const holds = () => window.$crisp.get("session:data", "enum");

async function reconnect(crisp: FakeCrisp) {
	crisp.drop();
	crisp.restore();
	await pass(20_000);
}

describe("what Crisp's client holds", () => {
	it("is let go as soon as a signal is delivered, without a word to the server", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		await pass(1600);
		expect(holds()).toBeNull();
		const { length } = crisp.wire;
		await pass(5000);
		expect(crisp.wire.length).toBe(length);
		expect(crisp.serverValue).toBe("start_chatbot");
	});

	it("is let go when it was there at page load, without a listener, in a background tab", async () => {
		vi.spyOn(document, "hidden", "get").mockReturnValue(true);
		const crisp = makeCrisp({ reconnectDelay: 10_000 });
		crisp.setServerData("start_chatbot");
		crisp.install();
		makeChatbot();
		await pass(5000);
		expect(holds()).toBeNull();
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
	});

	it("is let go again after each reconnect, also when the chatbot was destroyed", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(5000);
		chatbot.destroy();
		for (let count = 0; count < 3; count++) {
			await reconnect(crisp);
			expect(holds()).toBeNull();
		}
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
	});

	it("is let go when it is the dummy of a signal that was taken back", async () => {
		for (const abortAfter of [100, 800, 1200]) {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			const controller = new AbortController();
			chatbot.startChatbot({ signal: controller.signal });
			await pass(abortAfter);
			controller.abort();
			await pass(1000);
			expect(holds()).toBeNull();
			crisp.pause("human");
			await reconnect(crisp);
			expect(crisp.serverValue).toBe("chatbot_paused:human");
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("is let go also when Crisp has thrown once, or was loaded once more, in the meantime", async () => {
		for (const disturb of [
			(crisp: FakeCrisp) => crisp.install(),
			() =>
				void vi.spyOn(window.$crisp, "get").mockImplementationOnce(() => {
					throw new Error("once");
				}),
		]) {
			const crisp = await installCrisp({ reconnectDelay: 10_000 });
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			await pass(1500);
			disturb(crisp);
			await pass(IDLE_INTERVAL);
			expect(holds()).toBeNull();
			crisp.pause("human");
			await reconnect(crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
			chatbot.destroy();
			crisp.unload();
		}
	});

	it("stays when other code of the site has written it, until the next join", async () => {
		const crisp = await installCrisp();
		makeChatbot();
		window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
		await pass(60_000);
		expect(holds()).toBe("something_else");
		await reconnect(crisp);
		expect(holds()).toBeNull();
		expect(crisp.serverValue).toBe("something_else");
	});

	it("stays with release: false, and is told again by a reconnect", async () => {
		const crisp = await installCrisp({ reconnectDelay: 10_000 });
		makeChatbot({ release: false }).startChatbot();
		await pass(5000);
		expect(holds()).toBe("start_chatbot");
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});

	it("stays with release: false also when a pause is received", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot({ release: false });
		chatbot.startChatbot();
		await pass(5000);
		chatbot.receive("chatbot_paused:human");
		await pass(1000);
		expect(holds()).toBe("start_chatbot");
		expect(crisp.serverValue).toBe("start_chatbot");
	});

	it("is let go where chatbots differ, whichever comes first", async () => {
		await installCrisp();
		makeChatbot({ release: false }).startChatbot();
		makeChatbot();
		await pass(5000);
		expect(holds()).toBeNull();
	});

	it("is nothing of the data of the site", async () => {
		await installCrisp();
		window.$crisp.push(["set", "session:data", [[["plan", "pro"]]]]);
		makeChatbot().startChatbot();
		await pass(5000);
		expect(window.$crisp.get("session:data", "plan")).toBe("pro");
	});
});

describe("Enum's pause", () => {
	for (const after of [100, 1000, 60_000]) {
		for (const count of [1, 2]) {
			it(`stays on the server over two reconnects, ${after} ms after a start with ${count} chatbots`, async () => {
				const crisp = await installCrisp({ reconnectDelay: 10_000 });
				const chatbots = Array.from({ length: count }, () => makeChatbot());
				const listener = vi.fn();
				for (const chatbot of chatbots) chatbot.onPaused(listener);
				const receipt = chatbots[0]?.startChatbot();
				await pass(1600);
				await receipt;
				await pass(after);
				crisp.pause("human");
				await pass(1000);
				expect(listener).not.toHaveBeenCalled();
				await reconnect(crisp);
				// On the open page.
				expect(listener).toHaveBeenCalledTimes(count);
				await reconnect(crisp);
				expect(crisp.serverValue).toBe("chatbot_paused:human");
				expect(crisp.told).toEqual(["start_chatbot"]);
				changePage(crisp);
				const next = vi.fn();
				makeChatbot().onPaused(next);
				await pass(5000);
				expect(next).toHaveBeenCalledTimes(1);
			});
		}
	}
});

describe("a client that hands out copies of its data", () => {
	it("keeps a delivered signal for two minutes, so that it says it again itself after a dead line", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		crisp.drop({ unnoticed: true });
		makeChatbot().startChatbot();
		await pass(5000);
		expect(holds()).toBe("start_chatbot");
		expect(crisp.told).toEqual([]);
		await pass(60_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		await pass(80_000);
		expect(holds()).toEqual(expect.any(Number));
		const { length } = crisp.pushed;
		await pass(60_000);
		expect(crisp.pushed).toHaveLength(length);
		crisp.setServerData("chatbot_paused:human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("gets a dummy over a start that was there at page load, at once", async () => {
		const crisp = makeCrisp({ liveData: false, reconnectDelay: 10_000 });
		crisp.setServerData("start_chatbot");
		crisp.install();
		makeChatbot();
		await pass(2000);
		expect(holds()).toEqual(expect.any(Number));
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("gets a dummy over a start that a reconnect has brought", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		makeChatbot();
		await pass(1000);
		crisp.setServerData("start_chatbot");
		await reconnect(crisp);
		await pass(IDLE_INTERVAL);
		crisp.pause("human");
		await reconnect(crisp);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is looked at four times a minute also after a signal, as it shows no join", async () => {
		await installCrisp({ liveData: false });
		makeChatbot().startChatbot();
		await pass(5000);
		const get = vi.spyOn(window.$crisp, "get");
		await pass(60_000);
		expect(get.mock.calls.filter(([name]) => name === "session:identifier")).toHaveLength(4);
	});

	it("gets a pause that is received in the place of the signal, which a reconnect would tell again", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		await pass(5000);
		crisp.pause("human");
		chatbot.receive("chatbot_paused:human");
		await pass(1000);
		await reconnect(crisp);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
		expect(crisp.told).toEqual(["start_chatbot"]);
		await pass(200_000);
		expect(crisp.serverValue).toBe("chatbot_paused:human");
	});

	it("is not disturbed on the way of a signal by a pause that is received", async () => {
		const crisp = await installCrisp({ liveData: false });
		const chatbot = makeChatbot();
		chatbot.startChatbot();
		chatbot.pauseChatbot();
		await pass(1800);
		chatbot.receive("chatbot_paused:human");
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("is tried again when it does not take the dummy", async () => {
		const crisp = await installCrisp({ liveData: false, reconnectDelay: 10_000 });
		makeChatbot().startChatbot();
		await pass(121_000);
		crisp.drop();
		await pass(1000);
		crisp.restore();
		await pass(40_000);
		expect(holds()).toEqual(expect.any(Number));
	});

	it("bears a Crisp that throws", async () => {
		await installCrisp({ liveData: false });
		makeChatbot().startChatbot();
		await pass(5000);
		for (const name of ["push", "set"]) {
			vi.spyOn(window.$crisp, name as never).mockImplementation((() => {
				throw new Error("Invalid data");
			}) as never);
		}
		await pass(IDLE_INTERVAL * 10);
		expect(holds()).toBe("start_chatbot");
	});
});
