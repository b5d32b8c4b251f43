import { describe, expect, it, vi } from "vitest";
import { configure, getState, pauseChatbot, startChatbot } from "../../../src/index.js";
import {
	changeOutbox,
	changePage,
	installCrisp,
	JOINED,
	leavePage,
	makeCrisp,
	onEachClient,
	pass,
	readOutbox,
	replaceStorage,
	startOnItsWay,
	usePage,
	watch,
} from "../helpers.js";

usePage();

const signalsOf = ({ jobs }: ReturnType<typeof readOutbox>) => jobs.map(({ signal }) => signal);

/** Which storages are looked at from now on. */
function watchStorages() {
	const seen = new Set<string>();
	for (const name of ["sessionStorage", "localStorage"] as const) {
		const storage = window[name];
		vi.spyOn(window, name, "get").mockImplementation(() => {
			seen.add(name);
			return storage;
		});
	}
	return seen;
}

onEachClient(() => {
	describe("a page change", () => {
		it("does not lose a signal, whenever it comes, and does not tell it twice", async () => {
			for (const leaveAfter of [0, 300, 999, 1000, 1100, 1499, 1500, 1550, 2000, 3000]) {
				const { crisp } = await startOnItsWay(leaveAfter);
				changePage(crisp);
				await pass(10_000);
				expect({ leaveAfter, told: crisp.told }).toEqual({ leaveAfter, told: ["start_chatbot"] });
				expect(readOutbox().jobs).toEqual([]);
				crisp.uninstall();
			}
		});

		it("keeps the order of what was called before and after it", async () => {
			const { crisp } = await startOnItsWay(0);
			pauseChatbot();
			await pass(1100);
			changePage(crisp);
			startChatbot();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot"]);
		});

		it("hands a signal on from page to page until one delivers it", async () => {
			const { crisp } = await startOnItsWay(100);
			for (const leaveAfter of [100, 300, 900]) {
				changePage(crisp);
				await pass(leaveAfter);
			}
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("leaves nothing in the outbox before the page is left, but the ids of what was delivered", async () => {
			const { start } = await startOnItsWay(1400);
			expect(readOutbox()).toEqual({ jobs: [], delivered: [] });
			await pass(200);
			expect(start.outcome).toBe("sent");
			expect(readOutbox()).toMatchObject({ jobs: [], delivered: [{ id: expect.any(String) }] });
		});

		it("counts as pending what it goes on with", async () => {
			const { crisp } = await startOnItsWay(0);
			changePage(crisp);
			expect(signalsOf(readOutbox())).toEqual(["start_chatbot"]);
			await pass(JOINED);
			expect(getState()).toMatchObject({ pending: 1, last: null });
			await pass(5000);
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		});

		it("does not lengthen a timeout", async () => {
			const crisp = await installCrisp({ socket: false });
			startChatbot({ timeout: 5000 });
			await pass(3000);
			changePage(crisp);
			await pass(1000);
			expect(getState().pending).toBe(1);
			await pass(1000);
			expect(getState()).toMatchObject({ pending: 0, error: { code: "TIMEOUT" } });
		});

		it("drops what has expired by the time of the next page", async () => {
			const crisp = await installCrisp();
			startChatbot({ timeout: 5000 });
			leavePage(crisp);
			await pass(5000);
			crisp.install();
			configure();
			await pass(5000);
			expect(getState()).toMatchObject({ pending: 0, error: null });
			expect(crisp.told).toEqual([]);
			expect(readOutbox().jobs).toEqual([]);
		});

		it("does not keep a signal alive for an hour when the clock is set back", async () => {
			const crisp = await installCrisp({ socket: false });
			startChatbot();
			leavePage(crisp);
			vi.setSystemTime(Date.now() - 3_600_000);
			crisp.install();
			configure();
			await pass(JOINED);
			expect(getState().pending).toBe(1);
			await pass(60_000);
			expect(getState().pending).toBe(0);
		});

		it("shortens a timeout that is longer than the next page's own, as what is stored may be forged", async () => {
			const crisp = await installCrisp({ socket: false });
			startChatbot({ timeout: 2e9 });
			changePage(crisp);
			configure({ timeout: 30_000 });
			await pass(29_000);
			expect(getState().pending).toBe(1);
			await pass(JOINED + 1000);
			expect(getState().pending).toBe(0);
		});

		it("brings in a signal that was called before the one on its way, and tells each of them once", async () => {
			for (const [bringInAfter, told] of [
				[1100, ["pause_chatbot", "start_chatbot"]],
				// Right after Crisp's 500 ms, right before our look.
				[1460, ["start_chatbot", "pause_chatbot"]],
			] as const) {
				const { crisp } = await startOnItsWay(950);
				window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
				await pass(bringInAfter - 950);
				const { session: owner } = crisp;
				const job = { id: `at ${bringInAfter}`, calledAt: 1, expires: Date.now() + 60_000, repeats: 0, owner };
				changeOutbox(({ jobs }) => jobs.push({ ...job, signal: "pause_chatbot" }));
				document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
				await pass(5000);
				expect(crisp.told).toEqual(told);
				crisp.uninstall();
			}
		});

		it("does not wait with a signal of the page before until this one has loaded", async () => {
			const { crisp } = await startOnItsWay(300);
			vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
			changePage(crisp);
			document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("lets a signal of the page before go first, also when this one calls its own before Crisp has come", async () => {
			const { crisp } = await startOnItsWay(300);
			leavePage(crisp);
			pauseChatbot();
			await pass(3000);
			expect(getState().pending).toBe(1);
			crisp.install();
			await pass(JOINED);
			expect(getState().pending).toBe(2);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("tells nobody again what was rejected before it", async () => {
			const { crisp, abort } = await startOnItsWay(300);
			abort();
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});
	});

	describe("a frame or a page without Crisp", () => {
		it("leaves what is pending to the page that has it", async () => {
			const { crisp } = await startOnItsWay(300);
			leavePage(crisp);
			configure();
			await pass(5000);
			expect(getState().pending).toBe(0);
			crisp.install();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("adds what it has pending itself to that, in the order of the calls", async () => {
			const { crisp } = await startOnItsWay(300);
			leavePage(crisp);
			pauseChatbot();
			await pass(300);
			leavePage(crisp);
			expect(signalsOf(readOutbox())).toEqual(["start_chatbot", "pause_chatbot"]);
			crisp.install();
			configure();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("hands over what it has pending also where the outbox holds rubbish", async () => {
			const crisp = makeCrisp();
			pauseChatbot();
			localStorage.setItem("crisp-signals:2:enum", "{");
			changePage(crisp);
			expect(signalsOf(readOutbox())).toEqual(["pause_chatbot"]);
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});
	});

	describe("a signal that is not to be stored", () => {
		it("touches no storage, whatever happens to it", async () => {
			const seen = watchStorages();
			const crisp = await installCrisp();
			configure({ persist: false });
			const sent = watch(startChatbot());
			const late = watch(pauseChatbot({ timeout: 1000 }));
			await pass(5000);
			crisp.drop();
			crisp.restore();
			await pass(5000);
			const pending = watch(startChatbot());
			window.dispatchEvent(new Event("pagehide"));
			window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
			await pass(5000);
			expect(sent.outcome).toBe("sent");
			expect(late.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(pending.outcome).toBe("sent");
			leavePage(crisp);
			expect([...seen]).toEqual([]);
		});

		it("ends with its page", async () => {
			const crisp = await installCrisp();
			configure({ persist: false });
			startChatbot();
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});
	});

	describe("a page on which nothing is to be stored", () => {
		for (const [what, leaveAfter] of [
			["what is pending", 300],
			["what is not proven", 2000],
		] as const) {
			it(`leaves ${what} on the page before to others`, async () => {
				const { crisp } = await startOnItsWay(leaveAfter);
				changePage(crisp);
				configure({ persist: false });
				await pass(JOINED);
				expect(readOutbox().jobs).toHaveLength(1);
				changePage(crisp);
				await pass(JOINED);
				expect(readOutbox().jobs).toHaveLength(0);
			});
		}
	});

	describe("the browser's storage", () => {
		it("is not looked at before Crisp has joined, and sessionStorage never", async () => {
			const crisp = makeCrisp({ loadDelay: 60_000 });
			crisp.install();
			const seen = watchStorages();
			startChatbot({ timeout: 120_000 });
			await pass(60_000);
			expect([...seen]).toEqual([]);
			await pass(5000);
			changePage(crisp);
			await pass(120_000);
			expect([...seen]).toEqual(["localStorage"]);
		});

		it("is left empty by a page that sends nothing", async () => {
			const crisp = await installCrisp();
			configure();
			await pass(60_000);
			changePage(crisp);
			await pass(60_000);
			expect(Object.keys(localStorage)).toEqual([]);
			expect(Object.keys(sessionStorage)).toEqual([]);
		});

		it("holds the ids of the last ten signals that were delivered, each with its session", async () => {
			const crisp = await installCrisp();
			for (let count = 0; count < 12; count++) startChatbot();
			await pass(1500);
			const [first] = readOutbox().delivered;
			expect(first).toEqual({ id: expect.any(String), session: crisp.session });
			await pass(30_000);
			const { delivered } = readOutbox();
			expect(new Set(delivered.map(({ id }) => id)).size).toBe(10);
			expect(delivered).not.toContainEqual(first);
		});

		it("is done without where it is denied, full, or denied to readers", async () => {
			function deny() {
				throw new DOMException("denied", "SecurityError");
			}
			for (const denyStorage of [
				() => vi.spyOn(window, "localStorage", "get").mockImplementation(deny as never),
				() => replaceStorage({ setItem: deny }),
				() => replaceStorage({ getItem: deny as never }),
			]) {
				denyStorage();
				const { crisp, start } = await startOnItsWay(300);
				window.dispatchEvent(new Event("pagehide"));
				window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
				await pass(5000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told).toEqual(["start_chatbot"]);
				vi.restoreAllMocks();
				crisp.uninstall();
			}
		});
	});
});
