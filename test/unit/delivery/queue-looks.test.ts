import { describe, expect, it, vi } from "vitest";
import { configure, onPaused, pauseChatbot, startChatbot } from "../../../src/index.js";
import {
	IDLE_INTERVAL,
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

const MINUTE = 60_000;

const show = () => document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));

/** Each look asks for the session once, but for those that take back or let go. */
function countLooks() {
	const looks = new Set<number>();
	const { get } = window.$crisp;
	vi.spyOn(window.$crisp, "get").mockImplementation((name, key) => {
		looks.add(Date.now());
		return get(name, key);
	});
	return looks;
}

/** Looks at a page to which Crisp has not come. */
function countLooksForCrisp() {
	const looks = new Set<number>();
	Object.defineProperty(window, "$crisp", { configurable: true, get: () => void looks.add(Date.now()) });
	return looks;
}

onEachClient(() => {
	describe("Crisp is looked at", () => {
		it("not before the library is used, and four times a minute once Crisp has joined", async () => {
			const crisp = await installCrisp();
			const looks = countLooks();
			await pass(MINUTE);
			expect(looks.size).toBe(0);
			for (let count = 0; count < 3; count++) onPaused(() => {});
			await pass(0);
			looks.clear();
			await pass(MINUTE);
			expect(looks.size).toBe(4);
			expect(vi.getTimerCount()).toBe(1);
			expect(crisp.pushed).toEqual([]);
		});

		it("ten times a second while a signal is on its way", async () => {
			await installCrisp();
			startChatbot();
			const looks = countLooks();
			await pass(1000);
			expect(looks.size).toBe(10);
		});

		it("once a second for two minutes while a delivered signal is unproven", async () => {
			await installCrisp();
			startChatbot();
			await pass(5000);
			const looks = countLooks();
			await pass(MINUTE);
			expect(looks.size).toBe(60);
			await pass(MINUTE);
			looks.clear();
			await pass(MINUTE);
			expect(looks.size).toBe(4);
		});

		it("at the moment at which a signal times out", async () => {
			await installCrisp({ socket: false });
			const settledAt = startChatbot({ timeout: 1234 }).catch(() => Date.now());
			const calledAt = Date.now();
			await pass(1234);
			expect((await settledAt) as unknown).toBe(calledAt + 1234);
		});

		it("also where the time of a signal is over while the library looks", async () => {
			await installCrisp({ socket: false });
			const read = Date.now;
			let readings = 0;
			vi.spyOn(Date, "now").mockImplementation(() => {
				readings += 1;
				return read() + readings;
			});
			for (let timeout = 100; timeout < 120; timeout += 1) {
				const start = watch(startChatbot({ timeout }));
				await pass(1000);
				expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
			}
		});

		it("in time for a timeout, also where the tab is shown shortly before", async () => {
			const { crisp } = await startOnItsWay(5000);
			const pause = watch(pauseChatbot({ timeout: 1200 }));
			await pass(1050);
			show();
			await pass(5000);
			expect(pause.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("no later where the tab is shown while a signal is on its way", async () => {
			const { start } = await startOnItsWay(1050);
			show();
			await pass(550);
			expect(start.outcome).toBe("sent");
		});

		it("once a second for a minute while it has not come, and every 15 s after that", async () => {
			const looks = countLooksForCrisp();
			configure();
			await pass(MINUTE - 1);
			expect(looks.size).toBe(60);
			looks.clear();
			await pass(MINUTE);
			expect(looks.size).toBe(4);
			delete window.$crisp;
		});

		it("again one second after a look that has thrown", async () => {
			const crisp = await installCrisp();
			vi.spyOn(document, "visibilityState", "get").mockImplementationOnce(() => {
				throw new Error("broken");
			});
			startChatbot();
			expect(crisp.pushed).toEqual([]);
			await pass(999);
			expect(crisp.pushed).toEqual([]);
			await pass(1);
			expect(pushedValues(crisp)).toEqual(["dummy"]);
			await pass(2000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("at once when the tab is shown", async () => {
			const crisp = makeCrisp();
			const listener = vi.fn();
			onPaused(listener);
			await pass(2 * MINUTE);
			crisp.pause("human");
			crisp.install();
			await pass(1000);
			expect(listener).not.toHaveBeenCalled();
			show();
			await pass(0);
			expect(listener).toHaveBeenCalledTimes(1);
		});
	});
});

it("Crisp is no more looked at once a second when a signal is proven", async () => {
	const crisp = await installCrisp();
	startChatbot();
	await pass(5000);
	crisp.drop();
	crisp.restore();
	await pass(2000);
	const looks = countLooks();
	await pass(MINUTE);
	expect(looks.size).toBe(MINUTE / IDLE_INTERVAL);
});
