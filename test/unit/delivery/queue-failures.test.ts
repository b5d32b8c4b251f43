import { describe, expect, it, vi } from "vitest";
import { configure, getState, pauseChatbot, SignalError, startChatbot, subscribe } from "../../../src/index.js";
import type { FakeCrisp } from "../../../src/testing/index.js";
import { loadCrispAnew } from "../crisp-names.js";
import {
	installCrisp,
	JOINED,
	makeCrisp,
	onEachClient,
	pass,
	pushedValues,
	startOnItsWay,
	usePage,
	watch,
} from "../helpers.js";

usePage();

const HOURS = 3_600_000;

/** Nothing is taken any more, in neither way. */
function breakCrisp(error: Error) {
	const fail = () => {
		throw error;
	};
	Object.assign(window.$crisp, { push: fail, set: fail });
}

onEachClient(() => {
	describe("a signal that cannot be delivered", () => {
		it("rejects with CRISP_UNAVAILABLE at its timeout when Crisp does not come, and is never written", async () => {
			const crisp = makeCrisp({ blocked: true });
			crisp.install();
			const start = watch(startChatbot({ timeout: 5050 }));
			await pass(5049);
			expect(start.outcome).toBe("pending");
			await pass(1);
			expect(start.outcome).toBeInstanceOf(SignalError);
			expect(start.outcome).toMatchObject({
				code: "CRISP_UNAVAILABLE",
				signal: "start_chatbot",
				name: "SignalError",
				message: "start_chatbot was not delivered: CRISP_UNAVAILABLE",
			});
			await pass(60_000);
			expect(window.$crisp).toEqual([]);
		});

		it("rejects with CRISP_UNAVAILABLE where what stands in Crisp's place cannot be read", async () => {
			const push = vi.fn();
			window.$crisp = { push };
			const start = watch(startChatbot({ timeout: 5000 }));
			await pass(5000);
			expect(start.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
			expect(push).not.toHaveBeenCalled();
			delete window.$crisp;
		});

		it("stays unwritten when Crisp loads after its timeout, while a new one is delivered", async () => {
			const crisp = makeCrisp();
			configure({ timeout: 5000 });
			startChatbot();
			await pass(6000);
			crisp.install();
			await pass(JOINED);
			pauseChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("rejects with TIMEOUT when Crisp takes no write", async () => {
			const crisp = await installCrisp({ socket: false });
			const calledAt = Date.now();
			const start = watch(startChatbot({ timeout: 10_000 }));
			await pass(10_000);
			expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(pushedValues(crisp)).toEqual(["dummy", "dummy", "dummy", "dummy"]);
			// At the second look after three seconds.
			expect(crisp.pushed.map(({ at }) => at - calledAt)).toEqual([0, 3200, 6400, 9600]);
		});

		it("is the error of the state until the next one is called", async () => {
			await installCrisp({ socket: false });
			const start = watch(startChatbot({ timeout: 1000 }));
			await pass(1000);
			expect(getState()).toMatchObject({ pending: 0, last: null, error: start.outcome });
			startChatbot();
			expect(getState()).toMatchObject({ pending: 1, error: null });
		});

		for (const [what, dropAfter] of [
			[/^Crisp to show 0\.\d+$/, 100],
			[/^Crisp to show start_chatbot$/, 1100],
		] as const) {
			it(`says in its message what it waited for: ${what.source}`, async () => {
				const crisp = await installCrisp();
				const start = watch(startChatbot({ timeout: 2000 }));
				await pass(dropAfter);
				crisp.drop();
				await pass(2000);
				const [before, after] = (start.outcome as Error).message.split(" while it waited for ");
				expect(before).toBe("start_chatbot was not delivered: TIMEOUT");
				expect(after).toMatch(what);
			});
		}

		it("says in its message that Crisp had not joined its session", async () => {
			const crisp = makeCrisp({ joinDelay: 60_000 });
			crisp.install();
			const start = watch(startChatbot({ timeout: 2000 }));
			await pass(2000);
			expect(start.outcome).toMatchObject({
				message: "start_chatbot was not delivered: TIMEOUT while it waited for Crisp's session",
			});
		});

		it("rejects with WRITE_FAILED and what Crisp threw", async () => {
			await installCrisp();
			const cause = new Error("Invalid data");
			breakCrisp(cause);
			const start = watch(startChatbot());
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "WRITE_FAILED", cause });
		});

		it("is delivered where a tool on the page has broken `push`, also if that passes it on all the same", async () => {
			for (const isPassedOn of [false, true]) {
				const crisp = await installCrisp();
				const { push } = window.$crisp;
				vi.spyOn(window.$crisp, "push").mockImplementation((command) => {
					if (isPassedOn) push(command);
					throw new Error("broken");
				});
				const start = watch(startChatbot());
				await pass(2000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told).toEqual(["start_chatbot"]);
				crisp.uninstall();
			}
		});

		it("lets the next one go on at once when Crisp has thrown", async () => {
			const crisp = await installCrisp();
			const { push, set } = window.$crisp;
			breakCrisp(new Error("broken"));
			const start = watch(startChatbot());
			Object.assign(window.$crisp, { push, set });
			const pause = watch(pauseChatbot());
			await pass(1500);
			expect(start.outcome).toMatchObject({ code: "WRITE_FAILED" });
			expect(pause.outcome).toBe("sent");
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("does not hold up the next one", async () => {
			const crisp = makeCrisp();
			const first = watch(startChatbot({ timeout: 1000 }));
			const second = watch(pauseChatbot());
			await pass(2000);
			expect(first.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
			crisp.install();
			await pass(5000);
			expect(second.outcome).toBe("sent");
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("times out while it waits for its turn", async () => {
			const crisp = await installCrisp();
			startChatbot();
			const second = watch(pauseChatbot({ timeout: 500 }));
			await pass(500);
			expect(second.outcome).toMatchObject({
				code: "TIMEOUT",
				message: "pause_chatbot was not delivered: TIMEOUT while it waited for its turn",
			});
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a signal that was rejected is never told", () => {
		for (const [title, disturb] of [
			["when the site has run its snippet again", () => Object.assign(window, { $crisp: [] })],
			["when Crisp was thrown away and loaded anew", loadCrispAnew],
			[
				"where a tool on the page has broken `push`",
				() =>
					void vi.spyOn(window.$crisp, "push").mockImplementation(() => {
						throw new Error("broken");
					}),
			],
		] as [string, (crisp: FakeCrisp) => void][]) {
			it(title, async () => {
				for (const abortAfter of [0, 300]) {
					const { crisp, start, abort } = await startOnItsWay(1100);
					disturb(crisp);
					await pass(abortAfter);
					abort();
					await pass(5000);
					expect(start.outcome).toMatchObject({ code: "ABORTED" });
					expect(crisp.told).toEqual([]);
					vi.restoreAllMocks();
					crisp.uninstall();
				}
			});
		}

		it("but resolves when the client that was replaced has told it already", async () => {
			const { crisp, start, abort } = await startOnItsWay(950);
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			// Right after Crisp's 500 ms, right before our look.
			await pass(510);
			window.$crisp = [];
			abort();
			await pass(0);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(start.outcome).toBe("sent");
		});

		it("but resolves when the client that was replaced by a new one has told it already", async () => {
			const { crisp, start } = await startOnItsWay(950);
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			loadCrispAnew(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(start.outcome).toBe("sent");
		});

		it("when its time was over while the machine slept", async () => {
			const crisp = makeCrisp();
			const start = watch(startChatbot());
			await pass(1000);
			// Timers stand still meanwhile, the clock does not.
			vi.setSystemTime(Date.now() + 8 * HOURS);
			crisp.install();
			await pass(10_000);
			expect(crisp.told).toEqual([]);
			expect(start.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
		});

		it("when its time was over while the machine slept in the middle of its journey", async () => {
			const { crisp, start } = await startOnItsWay(700);
			vi.setSystemTime(Date.now() + 8 * HOURS);
			await pass(10_000);
			expect(crisp.told).toEqual([]);
			expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
		});
	});

	describe("a clock that is set back", () => {
		it("neither stops a signal nor lengthens its timeout", async () => {
			const { crisp, start } = await startOnItsWay(700);
			vi.setSystemTime(Date.now() - HOURS);
			await pass(1000);
			expect(start.outcome).toBe("sent");
			crisp.drop();
			const late = watch(startChatbot({ timeout: 5000 }));
			await pass(1000);
			vi.setSystemTime(Date.now() - HOURS);
			await pass(5000);
			expect(late.outcome).toMatchObject({ code: "TIMEOUT" });
		});
	});

	describe("an aborted signal", () => {
		it("rejects with ABORTED and the reason, and Enum is not told, at whatever step", async () => {
			for (const abortAfter of [0, 300, 900, 1000, 1200, 1499]) {
				const { crisp, start, abort } = await startOnItsWay(abortAfter);
				abort("changed my mind");
				await pass(5000);
				expect(start.outcome).toMatchObject({ code: "ABORTED", cause: "changed my mind" });
				expect(crisp.told).toEqual([]);
				crisp.uninstall();
			}
		});

		it("resolves when the abort came too late", async () => {
			const { crisp, start, abort } = await startOnItsWay(1500);
			abort();
			await pass(0);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("resolves when the value has gone out just before the abort", async () => {
			const { crisp, start, abort } = await startOnItsWay(950);
			// Opens Crisp's 500 ms a little earlier than the value does.
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			abort();
			await pass(0);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot", error: null });
		});

		it("lets the next one go on", async () => {
			const { crisp, abort } = await startOnItsWay(1100);
			const pause = watch(pauseChatbot());
			abort();
			await pass(2000);
			expect(pause.outcome).toBe("sent");
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("takes nothing back when it still waits for its turn", async () => {
			const crisp = await installCrisp();
			const controller = new AbortController();
			startChatbot();
			const pause = watch(pauseChatbot({ signal: controller.signal }));
			await pass(1100);
			const { length } = crisp.pushed;
			controller.abort();
			await pass(0);
			expect(pause.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.pushed).toHaveLength(length);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is not overwritten when its value is not on its way any more", async () => {
			const { crisp, start, abort } = await startOnItsWay(1100);
			crisp.drop();
			// It has started over.
			await pass(4000);
			const { length } = crisp.pushed;
			abort();
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.pushed).toHaveLength(length);
		});

		it("is taken back while a new session is not joined yet", async () => {
			const { crisp, start, abort } = await startOnItsWay(1100);
			window.$crisp.push(["do", "session:reset"]);
			abort();
			await pass(5000);
			expect(start.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("is taken back out of a new session, which has not been told either", async () => {
			const crisp = await installCrisp({ joinDelay: 650 });
			await pass(1000);
			const controller = new AbortController();
			const start = watch(startChatbot({ signal: controller.signal }));
			await pass(1100);
			window.$crisp.push(["do", "session:reset"]);
			await pass(660);
			controller.abort();
			await pass(5000);
			expect(start.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("leaves no listener on its AbortSignal once it has settled", async () => {
			await installCrisp();
			const { signal } = new AbortController();
			const [add, remove] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
			startChatbot({ signal });
			await pass(3000);
			expect(add).toHaveBeenCalledTimes(1);
			expect(remove.mock.calls).toEqual(add.mock.calls);
		});

		it("rejects when a listener aborts it as soon as it is pending", async () => {
			const crisp = await installCrisp();
			const controller = new AbortController();
			subscribe(() => controller.abort());
			const start = watch(startChatbot({ signal: controller.signal }));
			await pass(5000);
			expect(start.outcome).toMatchObject({ code: "ABORTED" });
			expect(crisp.told).toEqual([]);
		});

		it("rejects at once when its signal is aborted already", async () => {
			const crisp = await installCrisp();
			const start = watch(startChatbot({ signal: AbortSignal.abort("no") }));
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "ABORTED", cause: "no" });
			expect(crisp.pushed).toEqual([]);
		});
	});

	it("all that is pending rejects with ABORTED when the chatbot ends, and is not told", async () => {
		const { crisp, start } = await startOnItsWay(1100);
		const pause = watch(pauseChatbot());
		crisp.uninstall();
		await pass(0);
		expect(start.outcome).toMatchObject({ code: "ABORTED" });
		expect(pause.outcome).toMatchObject({ code: "ABORTED" });
		await pass(5000);
		expect(crisp.told).toEqual([]);
		expect(vi.getTimerCount()).toBe(0);
	});
});
