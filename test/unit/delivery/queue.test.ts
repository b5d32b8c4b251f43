import { describe, expect, it, vi } from "vitest";
import { configure, getState, onPaused, pauseChatbot, startChatbot, subscribe } from "../../../src/index.js";
import { loadCrispAnew } from "../crisp-names.js";
import {
	installCrisp,
	makeCrisp,
	onEachClient,
	pass,
	pushedValues,
	startOnItsWay,
	usePage,
	watch,
} from "../helpers.js";

usePage();

onEachClient(() => {
	describe("a signal", () => {
		it("is delivered as a dummy, one delay, and the value", async () => {
			const crisp = await installCrisp();
			const start = Date.now();
			startChatbot();
			await pass(999);
			expect(pushedValues(crisp)).toEqual(["dummy"]);
			await pass(1);
			expect(pushedValues(crisp)).toEqual(["dummy", "start_chatbot"]);
			expect(crisp.pushed.map(({ at }) => at - start)).toEqual([0, 1000]);
			await pass(600);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("waits for the delay that is configured", async () => {
			const crisp = await installCrisp();
			configure({ delay: 2000 });
			startChatbot();
			await pass(1999);
			expect(pushedValues(crisp)).toEqual(["dummy"]);
			await pass(1);
			expect(pushedValues(crisp)).toEqual(["dummy", "start_chatbot"]);
		});

		it("resolves once the value reads back", async () => {
			await installCrisp();
			const start = watch(startChatbot());
			await pass(1499);
			expect(start.outcome).toBe("pending");
			await pass(101);
			expect(start.outcome).toBe("sent");
		});

		it("resolves with nothing", async () => {
			await installCrisp();
			const [result] = await Promise.all([startChatbot(), pass(2000)]);
			expect(result).toBeUndefined();
		});

		it("is counted as pending until then", async () => {
			await installCrisp();
			startChatbot();
			pauseChatbot();
			expect(getState()).toMatchObject({ pending: 2, last: null });
			await pass(1600);
			expect(getState()).toMatchObject({ pending: 1, last: "start_chatbot" });
			await pass(1600);
			expect(getState()).toMatchObject({ pending: 0, last: "pause_chatbot" });
		});

		it("is told again when it is sent twice", async () => {
			const crisp = await installCrisp();
			await Promise.all([pauseChatbot(), pauseChatbot(), pass(5000)]);
			expect(crisp.told).toEqual(["pause_chatbot", "pause_chatbot"]);
		});

		it("waits for those called before it", async () => {
			const crisp = await installCrisp();
			startChatbot();
			pauseChatbot();
			startChatbot();
			pauseChatbot();
			pauseChatbot();
			await pass(9000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot", "pause_chatbot", "pause_chatbot"]);
		});

		it("begins at the moment at which the one before it is delivered", async () => {
			const crisp = await installCrisp();
			const calledAt = Date.now();
			startChatbot();
			pauseChatbot();
			await pass(3000);
			expect(crisp.pushed.map(({ at }) => at - calledAt)).toEqual([0, 1000, 1500, 2500]);
		});

		it("is held up by no call after it", async () => {
			const { crisp, start } = await startOnItsWay(1100);
			pauseChatbot();
			await pass(500);
			expect(start.outcome).toBe("sent");
			await pass(3000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("is held until Crisp has loaded and joined, and pushes nothing into the array", async () => {
			const crisp = makeCrisp({ loadDelay: 4000, joinDelay: 2500 });
			crisp.install();
			startChatbot();
			await pass(6000);
			expect(crisp.pushed).toEqual([]);
			await pass(3000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is told to a returning visitor whose session holds that value already", async () => {
			const crisp = makeCrisp({ joinDelay: 2500 });
			crisp.setServerData("start_chatbot");
			crisp.install();
			startChatbot();
			await pass(6000);
			// Once by the server, before this page.
			expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
		});

		it("is told in a conversation that is resumed in the middle, and holds that value already", async () => {
			for (const ms of [350, 450, 490]) {
				const { crisp, start } = await startOnItsWay(ms);
				// The visitor logs in: Crisp goes on with a conversation of before.
				window.$crisp.push(["do", "session:reset"]);
				crisp.setServerData("start_chatbot");
				const before = crisp.told.length;
				await pass(10_000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told.slice(before)).toEqual(["start_chatbot"]);
				crisp.uninstall();
			}
		});

		it("goes on where it was after a short reconnect", async () => {
			const { crisp, start } = await startOnItsWay(1050, { reconnectDelay: 0 });
			crisp.drop();
			crisp.restore();
			await pass(950);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("finds Crisp when its snippet runs only after the call", async () => {
			const crisp = makeCrisp();
			startChatbot();
			await pass(3000);
			crisp.install();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is delivered once the connection is back, whenever it was lost", async () => {
			for (const dropAfter of [0, 300, 700, 1100, 1400]) {
				const { crisp, start } = await startOnItsWay(dropAfter, { reconnectDelay: 20_000 });
				crisp.drop();
				crisp.restore();
				await pass(30_000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(start.outcome).toBe("sent");
				crisp.uninstall();
			}
		});

		it("is delivered also where the browser says that it is offline, as some do that are not", async () => {
			const crisp = await installCrisp();
			vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
			startChatbot();
			await pass(2000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		for (const takes of [950, 2500]) {
			it(`goes on at once when its dummy reads back, ${takes} ms after it was written`, async () => {
				const data: Record<string, unknown> = {};
				const push = vi.fn(([, , [[[key, value]]]]) => {
					setTimeout(() => {
						data[key] = value;
					}, takes);
				});
				window.$crisp = {
					push,
					get: (name: string, key?: string) => (name === "session:identifier" ? "session_1" : key && data[key]),
				};
				startChatbot();
				await pass(Math.max(takes, 1000) - 1);
				expect(push).toHaveBeenCalledTimes(1);
				await pass(1);
				expect(push).toHaveBeenCalledTimes(2);
				delete window.$crisp;
			});
		}

		it("is told also where another tab has said the same meanwhile, and Crisp was loaded anew", async () => {
			const { crisp, start } = await startOnItsWay(1100);
			crisp.drop();
			crisp.setServerData("start_chatbot");
			crisp.restore();
			loadCrispAnew(crisp);
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
		});

		it("is told in the new session when the session is reset on its way", async () => {
			for (const resetAfter of [200, 900, 1200]) {
				const { crisp, start } = await startOnItsWay(resetAfter);
				window.$crisp.push(["do", "session:reset"]);
				await pass(5000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(crisp.enumLog.find(({ value }) => value === "start_chatbot")?.session).toBe(crisp.session);
				crisp.uninstall();
			}
		});

		it("starts over when another writer overwrites its dummy or its value", async () => {
			for (const writeAfter of [100, 1200, 2100]) {
				const crisp = await installCrisp();
				configure({ delay: 2000 });
				const start = watch(startChatbot());
				await pass(writeAfter);
				window.$crisp.push(["set", "session:data", [[["enum", "something_else"]]]]);
				await pass(10_000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(start.outcome).toBe("sent");
				crisp.uninstall();
			}
		});

		it("is told once when Crisp is loaded anew around the moment at which its value goes out", async () => {
			for (const reloadAfter of [950, 1050, 1300, 1490, 1550, 1600]) {
				const { crisp, start } = await startOnItsWay(reloadAfter);
				loadCrispAnew(crisp);
				await pass(10_000);
				expect(start.outcome).toBe("sent");
				expect({ reloadAfter, told: crisp.told }).toEqual({ reloadAfter, told: ["start_chatbot"] });
				crisp.uninstall();
			}
		});

		it("is delivered where Crisp tells neither its session nor all its data, as a later client may", async () => {
			for (const all of [undefined, null, "text"]) {
				const data: Record<string, unknown> = {};
				window.$crisp = {
					push: ([, , [[[key, value]]]]: [string, string, [[[string, unknown]]]]) => {
						data[key] = value;
					},
					get: (name: string, key?: string) => (key ? data[key] : name === "session:data" ? all : undefined),
				};
				const start = watch(startChatbot());
				await pass(5000);
				expect(start.outcome).toBe("sent");
				delete window.$crisp;
			}
		});

		it("is not taken in by an element with the id $crisp", async () => {
			document.body.innerHTML = `<form id="$crisp"><input name="push"></form>`;
			window.$crisp = document.querySelector("form");
			const crisp = makeCrisp({ loadDelay: 3000 });
			const start = watch(startChatbot());
			await pass(1000);
			crisp.install();
			await pass(6000);
			expect(start.outcome).toBe("sent");
		});

		it("goes through push, as nothing but session data", async () => {
			const crisp = await installCrisp();
			startChatbot();
			await pass(200_000);
			expect(crisp.pushed.length).toBeGreaterThan(1);
			for (const { command } of crisp.pushed) expect(command.slice(0, 2)).toEqual(["set", "session:data"]);
		});
	});

	describe("a signal that is called by code that the library runs", () => {
		it("waits for its turn when Crisp's own push calls it", async () => {
			const crisp = await installCrisp();
			const { push } = window.$crisp;
			vi.spyOn(window.$crisp, "push").mockImplementationOnce((command) => {
				push(command);
				pauseChatbot();
			});
			startChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("is delivered when a listener of the state calls it", async () => {
			const crisp = await installCrisp();
			const undo = subscribe(() => {
				if (getState().last !== "start_chatbot") return;
				undo();
				pauseChatbot();
			});
			startChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("is delivered when a listener of a pause calls it", async () => {
			const crisp = makeCrisp();
			crisp.pause("human");
			crisp.install();
			onPaused(() => startChatbot());
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("the steps that are logged", () => {
		it("say what a signal waits for, and when it is sent", async () => {
			const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
			const crisp = makeCrisp({ sessionDelay: 300 });
			configure({ debug: true });
			startChatbot();
			await pass(1000);
			crisp.install();
			await pass(5000);
			const dummy = expect.stringMatching(/^start_chatbot: waits for Crisp to show 0\.\d+$/);
			expect(debug.mock.calls).toEqual([
				["[crisp-signals]", "start_chatbot: waits for Crisp"],
				["[crisp-signals]", "start_chatbot: waits for Crisp's session"],
				["[crisp-signals]", dummy],
				["[crisp-signals]", "start_chatbot: waits for Crisp to show start_chatbot"],
				["[crisp-signals]", "start_chatbot: sent"],
			]);
		});

		it("are not logged where debug is off", async () => {
			const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
			await installCrisp();
			startChatbot();
			await pass(5000);
			expect(debug).not.toHaveBeenCalled();
		});
	});
});
