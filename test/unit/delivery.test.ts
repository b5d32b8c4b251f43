import { describe, expect, it, vi } from "vitest";
import { SignalError } from "../../src/index.js";
import type { FakeCrisp } from "../../src/testing/index.js";
import {
	installCrisp,
	JOINED,
	makeChatbot,
	makeCrisp,
	onEachClient,
	pass,
	startOnItsWay,
	usePage,
	watch,
} from "./helpers.js";

usePage();

/** The pushed session-data values: "dummy" for any number. */
const valuesOf = (pushed: readonly { command: unknown[] }[]) =>
	pushed.map(({ command }) => {
		const [, value] = command[2] as [string, string];
		return Number.isNaN(Number(value)) ? value : "dummy";
	});

/** Each look asks for the session once. */
function countLooks() {
	const looks = { count: 0 };
	const { get } = window.$crisp;
	vi.spyOn(window.$crisp, "get").mockImplementation((name, key) => {
		if (name === "session:identifier") looks.count += 1;
		return get(name, key);
	});
	return looks;
}

onEachClient(() => {
	describe("a signal", () => {
		it("is delivered as a dummy, one delay, and the value", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot({ release: false });
			const start = Date.now();
			chatbot.startChatbot();
			await pass(999);
			expect(valuesOf(crisp.pushed)).toEqual(["dummy"]);
			await pass(1);
			expect(valuesOf(crisp.pushed)).toEqual(["dummy", "start_chatbot"]);
			expect(crisp.pushed.map(({ at }) => at - start)).toEqual([0, 1000]);
			await pass(600);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("resolves with a receipt once the value is read back", async () => {
			await installCrisp();
			const receipt = watch(makeChatbot().startChatbot());
			await pass(1499);
			expect(receipt.outcome).toBe("pending");
			await pass(101);
			expect(receipt.outcome).toEqual({
				signal: "start_chatbot",
				confirmed: true,
				attempts: 1,
				elapsed: expect.closeTo(1500, -2),
			});
		});

		it("is told again when it is sent twice", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			await Promise.all([chatbot.pauseChatbot(), chatbot.pauseChatbot(), pass(5000)]);
			expect(crisp.told).toEqual(["pause_chatbot", "pause_chatbot"]);
		});

		it("waits for those called before it", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			chatbot.pauseChatbot();
			chatbot.startChatbot();
			chatbot.pauseChatbot();
			chatbot.pauseChatbot();
			await pass(9000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot", "pause_chatbot", "pause_chatbot"]);
		});

		it("is held until Crisp has loaded and joined, and pushes nothing into the array", async () => {
			const crisp = makeCrisp({ loadDelay: 4000, joinDelay: 2500 });
			crisp.install();
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			await pass(6000);
			expect(crisp.pushed).toEqual([]);
			await pass(3000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is told to a returning visitor whose session holds that value already", async () => {
			const crisp = makeCrisp({ joinDelay: 2500 });
			crisp.setServerData("start_chatbot");
			crisp.install();
			makeChatbot().startChatbot();
			await pass(6000);
			// Once by the server, before this page.
			expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
		});

		it("finds Crisp when its snippet runs only after the call", async () => {
			const crisp = makeCrisp();
			makeChatbot().startChatbot();
			await pass(3000);
			crisp.install();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is delivered once the connection is back, whenever it was lost", async () => {
			for (const dropAfter of [0, 300, 700, 1100, 1400]) {
				const { crisp, chatbot, receipt } = await startOnItsWay(dropAfter, { reconnectDelay: 20_000 });
				crisp.drop();
				crisp.restore();
				await pass(30_000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(receipt.outcome).toMatchObject({ confirmed: true });
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("waits for half a delay more when its dummy is read back late", async () => {
			const crisp = await installCrisp({ joinDelay: 800 });
			await pass(1000);
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(450);
			makeChatbot().startChatbot();
			// The dummy has gone out with the other value's 500 ms. A new client, as after Crisp's snippet ran once more, reads it.
			await pass(60);
			crisp.install();
			await pass(1639);
			expect(valuesOf(crisp.pushed)).toEqual([]);
			await pass(1);
			expect(valuesOf(crisp.pushed)).toEqual(["start_chatbot"]);
		});

		it("goes on at once when its dummy is read back just in time", async () => {
			const push = vi.fn();
			const data: Record<string, unknown> = {};
			window.$crisp = {
				push: push.mockImplementation(([, , [key, value]]) => {
					setTimeout(() => {
						data[key] = value;
					}, 950);
				}),
				get: (name: string, key?: string) => (name === "session:identifier" ? "session_1" : key && data[key]),
			};
			makeChatbot().startChatbot();
			await pass(1000);
			expect(push).toHaveBeenCalledTimes(2);
			delete window.$crisp;
		});

		it("is told also where another tab has said the same meanwhile, and Crisp was loaded again", async () => {
			const { crisp, receipt } = await startOnItsWay(1100);
			crisp.drop();
			crisp.setServerData("start_chatbot");
			crisp.restore();
			crisp.install();
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ attempts: 2 });
		});

		it("is told in the new session when the session is reset on its way", async () => {
			for (const resetAfter of [200, 900, 1200]) {
				const crisp = await installCrisp();
				const chatbot = makeChatbot();
				const receipt = watch(chatbot.startChatbot());
				await pass(resetAfter);
				window.$crisp.push(["do", "session:reset"]);
				await pass(5000);
				expect(receipt.outcome).toMatchObject({ attempts: 2 });
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(crisp.enumLog.find(({ value }) => value === "start_chatbot")?.session).toBe(crisp.session);
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("starts over when another writer overwrites its dummy or its value", async () => {
			for (const writeAfter of [100, 1200, 2100]) {
				const crisp = await installCrisp();
				const chatbot = makeChatbot({ delay: 2000 });
				const receipt = watch(chatbot.startChatbot());
				await pass(writeAfter);
				window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
				await pass(10_000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(receipt.outcome).toMatchObject({ attempts: 2 });
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("starts over at once when what it holds, or its value, is seen to be overwritten", async () => {
			for (const [writeAfter, seenAfter] of [
				[1200, 1700],
				// With the value, at the end of its 500 ms.
				[2100, 2500],
			] as const) {
				const crisp = await installCrisp();
				const chatbot = makeChatbot({ delay: 2000 });
				const start = Date.now();
				chatbot.startChatbot();
				await pass(writeAfter);
				window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
				await pass(3000 - writeAfter);
				expect((crisp.pushed.at(-1)?.at ?? 0) - start - seenAfter).toBeLessThanOrEqual(100);
				expect(valuesOf(crisp.pushed).at(-1)).toBe("dummy");
				expect(valuesOf(crisp.pushed).filter((value) => value === "dummy")).toHaveLength(2);
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("is told once when Crisp is loaded again around the moment at which its value goes out", async () => {
			for (const reloadAfter of [950, 1050, 1300, 1490, 1550, 1600]) {
				const { crisp, chatbot, receipt } = await startOnItsWay(reloadAfter);
				crisp.install();
				await pass(10_000);
				expect(receipt.outcome).toMatchObject({ confirmed: true });
				expect({ reloadAfter, told: crisp.told }).toEqual({ reloadAfter, told: ["start_chatbot"] });
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("is sent unseen where Crisp cannot be read, and says so", async () => {
			await pass(500);
			const push = vi.fn();
			window.$crisp = { push };
			const receipt = watch(makeChatbot().startChatbot());
			await pass(1000);
			expect(receipt.outcome).toEqual({ signal: "start_chatbot", confirmed: false, attempts: 1, elapsed: 1000 });
			await pass(60_000);
			expect(push).toHaveBeenCalledTimes(2);
			expect(push.mock.lastCall).toEqual([["set", "session:data", ["enum", "start_chatbot"]]]);
			delete window.$crisp;
		});

		it("is delivered where Crisp tells neither its session nor all its data, as a later client may", async () => {
			for (const all of [undefined, null, "text"]) {
				const data: Record<string, unknown> = {};
				window.$crisp = {
					push: ([, , [key, value]]: [string, string, [string, unknown]]) => {
						data[key] = value;
					},
					get: (name: string, key?: string) => (key ? data[key] : name === "session:data" ? all : undefined),
				};
				const receipt = watch(makeChatbot().startChatbot());
				await pass(5000);
				expect(receipt.outcome).toMatchObject({ confirmed: true, attempts: 1 });
				delete window.$crisp;
			}
		});

		it("is not taken in by an element with the id $crisp", async () => {
			document.body.innerHTML = `<form id="$crisp"><input name="push"></form>`;
			window.$crisp = document.querySelector("form");
			const crisp = makeCrisp({ loadDelay: 3000 });
			const receipt = watch(makeChatbot().startChatbot());
			await pass(1000);
			crisp.install();
			await pass(6000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
		});
	});

	describe("a signal that cannot be delivered", () => {
		it("rejects with CRISP_UNAVAILABLE at its timeout when Crisp is blocked, and is never written", async () => {
			const crisp = makeCrisp({ blocked: true });
			crisp.install();
			const receipt = watch(makeChatbot().startChatbot({ timeout: 5050 }));
			await pass(5049);
			expect(receipt.outcome).toBe("pending");
			await pass(1);
			expect(receipt.outcome).toBeInstanceOf(SignalError);
			expect(receipt.outcome).toMatchObject({
				code: "CRISP_UNAVAILABLE",
				signal: "start_chatbot",
				name: "SignalError",
				message: "start_chatbot was not delivered: CRISP_UNAVAILABLE",
			});
			await pass(60_000);
			expect(window.$crisp).toEqual([]);
		});

		it("stays unwritten when Crisp loads after its timeout, while a new one is delivered", async () => {
			const crisp = makeCrisp();
			const chatbot = makeChatbot({ timeout: 5000 });
			chatbot.startChatbot();
			await pass(6000);
			crisp.install();
			await pass(JOINED);
			chatbot.pauseChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("rejects with TIMEOUT when Crisp takes no write", async () => {
			const crisp = await installCrisp({ socket: false });
			const start = Date.now();
			const receipt = watch(makeChatbot({ timeout: 10_000 }).startChatbot());
			await pass(10_000);
			expect(receipt.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(valuesOf(crisp.pushed)).toEqual(["dummy", "dummy", "dummy", "dummy"]);
			// At the second look after three seconds.
			expect(crisp.pushed.map(({ at }) => at - start)).toEqual([0, 3200, 6400, 9600]);
		});

		it("says in its message what it waited for at last", async () => {
			for (const [loseLineAfter, what] of [
				[100, "the line"],
				[1100, "the value to be taken"],
			] as const) {
				const crisp = await installCrisp();
				const receipt = watch(makeChatbot().startChatbot({ timeout: 2000 }));
				await pass(loseLineAfter);
				crisp.drop();
				vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
				await pass(2000);
				expect((receipt.outcome as Error).message).toBe(
					`start_chatbot was not delivered: TIMEOUT while it waited for ${what}`,
				);
				vi.restoreAllMocks();
				crisp.unload();
			}
		});

		it("says nothing of it where it was called while the page was left", async () => {
			await installCrisp();
			const chatbot = makeChatbot();
			window.dispatchEvent(new Event("pagehide"));
			const receipt = watch(chatbot.startChatbot({ timeout: 2000 }));
			await pass(2000);
			expect((receipt.outcome as Error).message).toBe("start_chatbot was not delivered: TIMEOUT");
		});

		it("rejects with WRITE_FAILED and what Crisp threw", async () => {
			await installCrisp();
			const cause = new Error("Invalid data");
			vi.spyOn(window.$crisp, "push").mockImplementation(() => {
				throw cause;
			});
			const receipt = watch(makeChatbot().startChatbot());
			await pass(0);
			expect(receipt.outcome).toMatchObject({ code: "WRITE_FAILED", cause });
		});

		it("does not hold up the next one", async () => {
			const crisp = makeCrisp();
			const chatbot = makeChatbot();
			const first = watch(chatbot.startChatbot({ timeout: 1000 }));
			const second = watch(chatbot.pauseChatbot());
			await pass(2000);
			expect(first.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
			crisp.install();
			await pass(5000);
			expect(second.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("times out while it waits for its turn", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			chatbot.startChatbot();
			const second = watch(chatbot.pauseChatbot({ timeout: 500 }));
			await pass(500);
			expect(second.outcome).toMatchObject({ code: "TIMEOUT" });
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a signal that was rejected is never told", () => {
		for (const [title, disturb] of [
			["when the site has run its snippet again", () => Object.assign(window, { $crisp: [] })],
			["when Crisp was loaded again", (crisp) => crisp.install()],
			[
				"when Crisp throws on what takes it back",
				() =>
					void vi.spyOn(window.$crisp, "push").mockImplementation(() => {
						throw new Error("broken");
					}),
			],
		] as [string, (crisp: FakeCrisp) => void][]) {
			it(title, async () => {
				for (const abortAfter of [0, 300]) {
					const { crisp, receipt, abort } = await startOnItsWay(1100);
					disturb(crisp);
					await pass(abortAfter);
					abort();
					await pass(5000);
					expect(receipt.outcome).toMatchObject({ code: "ABORTED" });
					expect(crisp.told).toEqual([]);
					vi.restoreAllMocks();
					crisp.unload();
				}
			});
		}

		it("also where push has thrown and passed it on all the same", async () => {
			const { crisp, receipt } = await startOnItsWay(900);
			const push = window.$crisp.push;
			vi.spyOn(window.$crisp, "push").mockImplementation((command) => {
				push(command);
				throw new Error("broken");
			});
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ code: "WRITE_FAILED" });
			expect(crisp.told).toEqual([]);
		});

		it("but resolves when the client that was replaced has told it already", async () => {
			const { crisp, receipt, abort } = await startOnItsWay(950);
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			// Right after Crisp's 500 ms, right before our look.
			await pass(510);
			window.$crisp = [];
			abort();
			await pass(0);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
		});

		it("but resolves when the client that was replaced by a new one has told it already, and writes nothing there", async () => {
			// The other one gets a dummy over the start that it finds.
			const { crisp, receipt } = await startOnItsWay(950, { liveData: true });
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			crisp.install();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(receipt.outcome).toMatchObject({ confirmed: true, attempts: 1 });
			expect(crisp.pushed).toEqual([]);
		});

		it("when its time was over while the machine slept", async () => {
			const crisp = makeCrisp();
			const receipt = watch(makeChatbot().startChatbot());
			await pass(1000);
			// Timers and performance.now() stand still meanwhile, the clock does not.
			vi.setSystemTime(Date.now() + 8 * 3_600_000);
			crisp.install();
			await pass(10_000);
			expect(crisp.told).toEqual([]);
			expect(receipt.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
		});

		it("when its time was over while the machine slept in the middle of its journey", async () => {
			const { crisp, receipt } = await startOnItsWay(700);
			vi.setSystemTime(Date.now() + 8 * 3_600_000);
			await pass(10_000);
			expect(crisp.told).toEqual([]);
			expect(receipt.outcome).toMatchObject({ code: "TIMEOUT" });
		});
	});

	describe("an aborted signal", () => {
		it("rejects with ABORTED and the reason, and Enum is not told, at whatever step", async () => {
			for (const abortAfter of [0, 300, 900, 1000, 1200, 1499]) {
				const { crisp, chatbot, receipt, abort } = await startOnItsWay(abortAfter);
				abort("changed my mind");
				await pass(5000);
				expect(receipt.outcome).toMatchObject({ code: "ABORTED", cause: "changed my mind" });
				expect(crisp.told).toEqual([]);
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("resolves when the abort came too late", async () => {
			const { crisp, receipt, abort } = await startOnItsWay(1500);
			abort();
			await pass(0);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("resolves when the value has gone out just before the abort", async () => {
			const { crisp, chatbot, receipt, abort } = await startOnItsWay(950);
			// Opens Crisp's 500 ms a little earlier than the value does.
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			abort();
			await pass(0);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot", error: null });
		});

		it("is not overwritten when its value is not on its way any more", async () => {
			const { crisp, receipt, abort } = await startOnItsWay(1100);
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			// It has started over.
			await pass(500);
			const { length } = crisp.pushed;
			abort();
			await pass(0);
			expect(receipt.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.pushed).toHaveLength(length);
		});

		it("is taken back while a new session is not joined yet", async () => {
			const { crisp, receipt, abort } = await startOnItsWay(1100);
			window.$crisp.push(["do", "session:reset"]);
			abort();
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("is taken back out of a new session, which has not been told either", async () => {
			const crisp = await installCrisp({ joinDelay: 650 });
			await pass(1000);
			const controller = new AbortController();
			const receipt = watch(makeChatbot().startChatbot({ signal: controller.signal }));
			await pass(1100);
			window.$crisp.push(["do", "session:reset"]);
			await pass(660);
			controller.abort();
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("leaves no listener on its AbortSignal once it has settled", async () => {
			await installCrisp();
			const { signal } = new AbortController();
			const [add, remove] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
			makeChatbot().startChatbot({ signal });
			await pass(3000);
			expect(add).toHaveBeenCalledTimes(1);
			expect(remove.mock.calls).toEqual(add.mock.calls);
		});

		it("rejects when a listener aborts it as soon as it is pending", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			const controller = new AbortController();
			chatbot.subscribe(() => controller.abort());
			const receipt = watch(chatbot.startChatbot({ signal: controller.signal }));
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("rejects at once when its signal is aborted already", async () => {
			const crisp = await installCrisp();
			const receipt = watch(makeChatbot().startChatbot({ signal: AbortSignal.abort("no") }));
			await pass(0);
			expect(receipt.outcome).toMatchObject({ code: "ABORTED", cause: "no" });
			expect(crisp.pushed).toEqual([]);
		});
	});

	describe("the library", () => {
		it("pushes nothing but session data", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			await pass(5000);
			for (const { command } of crisp.pushed) expect(command.slice(0, 2)).toEqual(["set", "session:data"]);
		});

		it("looks four times a minute once Crisp has joined and nothing is unproven, whatever the number of chatbots", async () => {
			const crisp = await installCrisp();
			const looks = countLooks();
			await pass(60_000);
			expect(looks.count).toBe(0);
			for (let count = 0; count < 3; count++) makeChatbot().onPaused(() => {});
			await pass(0);
			looks.count = 0;
			await pass(60_000);
			expect(looks.count).toBe(4);
			expect(vi.getTimerCount()).toBe(1);
			expect(crisp.pushed).toEqual([]);
		});

		it("looks once a second for two minutes while a signal is unproven", async () => {
			// The other one shows no join.
			await installCrisp({ liveData: true });
			makeChatbot().startChatbot();
			await pass(5000);
			const looks = countLooks();
			await pass(60_000);
			expect(looks.count).toBe(60);
			await pass(60_000);
			looks.count = 0;
			await pass(60_000);
			expect(looks.count).toBe(4);
		});

		it("looks no more once a second when a signal is proven", async () => {
			const crisp = await installCrisp({ liveData: true });
			makeChatbot().startChatbot();
			await pass(5000);
			const looks = countLooks();
			crisp.drop();
			crisp.restore();
			await pass(2000);
			looks.count = 0;
			await pass(60_000);
			expect(looks.count).toBe(4);
		});

		it("looks once a second again when the line is back", async () => {
			await installCrisp({ liveData: true });
			makeChatbot().startChatbot();
			await pass(300_000);
			const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
			await pass(15_000);
			onLine.mockRestore();
			const looks = countLooks();
			window.dispatchEvent(new Event("online"));
			await pass(60_000);
			expect(looks.count).toBeGreaterThan(55);
		});

		it("looks once a second again when the page is back", async () => {
			const crisp = await installCrisp({ liveData: true });
			makeChatbot().startChatbot();
			await pass(300_000);
			// So that it does not join before the first look.
			crisp.drop();
			window.dispatchEvent(new Event("pagehide"));
			window.dispatchEvent(new Event("pageshow"));
			const looks = countLooks();
			await pass(50_000);
			expect(looks.count).toBeGreaterThan(45);
		});

		it("looks for Crisp every 15 s after a minute also where the page never ends loading", async () => {
			vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
			const looks = new Set<number>();
			Object.defineProperty(window, "$crisp", { configurable: true, get: () => void looks.add(Date.now()) });
			makeChatbot();
			await pass(60_000);
			looks.clear();
			await pass(60_000);
			expect(looks.size).toBe(4);
		});

		it("looks for Crisp at short intervals for a minute, and every 15 s after that", async () => {
			const looks = new Set<number>();
			Object.defineProperty(window, "$crisp", { configurable: true, get: () => void looks.add(Date.now()) });
			makeChatbot({ watchInterval: 500 });
			makeChatbot({ watchInterval: 5000 });
			await pass(59_999);
			expect(looks.size).toBe(120);
			looks.clear();
			await pass(60_000);
			expect(looks.size).toBe(4);
			delete window.$crisp;
		});

		it("looks again after a look that has thrown", async () => {
			const crisp = await installCrisp();
			const onLine = vi.spyOn(navigator, "onLine", "get").mockImplementation(() => {
				throw new Error("broken");
			});
			const chatbot = makeChatbot.bind(null, undefined);
			expect(chatbot).toThrow("broken");
			onLine.mockRestore();
			await pass(2000);
			makeChatbot().startChatbot();
			await pass(3000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("looks at once when the network is back, and takes an offline browser for blind", async () => {
			const crisp = await installCrisp();
			const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
			const receipt = watch(makeChatbot().startChatbot());
			await pass(30_000);
			expect(crisp.pushed).toEqual([]);
			onLine.mockReturnValue(true);
			window.dispatchEvent(new Event("online"));
			expect(valuesOf(crisp.pushed)).toEqual(["dummy"]);
			await pass(3000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});
});
