import { describe, expect, it, vi } from "vitest";
import { configure, getState, pauseChatbot, startChatbot } from "../../../src/index.js";
import type { FakeCrisp } from "../../../src/testing/index.js";
import {
	changeOutbox,
	deliverThere,
	installCrisp,
	killPage,
	leavePage,
	onEachClient,
	pass,
	readOutbox,
	replaceStorage,
	startOnItsWay,
	usePage,
	visitAnotherPage,
	watch,
} from "../helpers.js";

usePage();

/** A page takes what is in the outbox, and the system kills it before it has delivered that. Returns the id. */
async function takeAndDie(crisp: FakeCrisp): Promise<string> {
	const [job] = readOutbox().jobs;
	crisp.reload();
	configure();
	await pass(1100);
	expect(getState().pending).toBe(1);
	killPage(crisp);
	return job?.id ?? "";
}

onEachClient(() => {
	describe("a page that comes back from the back/forward cache", () => {
		for (const leaveAfter of [300, 900, 1100]) {
			it(`resolves what another page has delivered, and tells it no more, when left after ${leaveAfter} ms`, async () => {
				const { crisp, start } = await startOnItsWay(leaveAfter);
				await visitAnotherPage(() => deliverThere(crisp), crisp);
				await pass(5000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			});
		}

		it("resolves what another page has delivered, also where it is aborted before this page has looked", async () => {
			const { crisp, start, abort } = await startOnItsWay(300);
			// Browsers tell of that before `pageshow`.
			document.addEventListener("visibilitychange", () => abort());
			await visitAnotherPage(() => deliverThere(crisp), crisp);
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("writes nothing for what another page has delivered", async () => {
			const { crisp, start } = await startOnItsWay(1100);
			let written = 0;
			await visitAnotherPage(async () => {
				changeOutbox((outbox) => {
					for (const { id } of outbox.jobs) outbox.delivered.push({ id, session: crisp.session });
					outbox.jobs = [];
				});
				written = crisp.pushed.length;
			});
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.pushed).toHaveLength(written);
		});

		it("goes on with the one of two that no other page has delivered", async () => {
			const { crisp, start } = await startOnItsWay(300);
			const pause = watch(pauseChatbot());
			await visitAnotherPage(async () => {
				changeOutbox(({ jobs, delivered }) => {
					for (const { id } of jobs.splice(0, 1)) delivered.push({ id, session: crisp.session });
				});
			});
			await pass(0);
			expect([start.outcome, pause.outcome]).toEqual(["sent", "pending"]);
			await pass(10_000);
			expect(pause.outcome).toBe("sent");
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("goes on with what no other page has taken, once Crisp has joined again", async () => {
			const { crisp, start } = await startOnItsWay(1100);
			await visitAnotherPage(async () => {});
			// When it has been taken back by the one kind of client, and by the other.
			for (const ms of [2000, 1500]) {
				await pass(ms);
				expect(getState().pending).toBe(start.outcome === "sent" ? 0 : 1);
			}
			await pass(2500);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("writes nothing before Crisp has joined again", async () => {
			const crisp = await installCrisp({ joinDelay: 2000 });
			await pass(2000);
			const start = watch(startChatbot());
			await pass(300);
			const { length } = crisp.pushed;
			await visitAnotherPage(async () => {});
			await pass(1999);
			expect(crisp.pushed).toHaveLength(length);
			await pass(5000);
			expect(start.outcome).toBe("sent");
		});

		it("takes what another page has left, and writes nothing of it before Crisp has joined again", async () => {
			const crisp = await installCrisp({ joinDelay: 2000 });
			await pass(2000);
			startChatbot();
			await pass(5000);
			const { length } = crisp.pushed;
			await visitAnotherPage(async () => {
				const calledAt = Date.now();
				const job = { id: "there", signal: "pause_chatbot" as const, calledAt, expires: calledAt + 60_000, repeats: 0 };
				changeOutbox(({ jobs }) => jobs.push({ ...job, owner: crisp.session }));
			});
			await pass(1999);
			expect(crisp.pushed).toHaveLength(length);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("goes on with what another page has taken and left again", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				crisp.reload();
				configure();
				await pass(1100);
				expect(getState().pending).toBe(1);
				expect(readOutbox().jobs).toEqual([]);
			}, crisp);
			expect(crisp.told).toEqual([]);
			await pass(10_000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("rejects what has timed out meanwhile", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				vi.setSystemTime(Date.now() + 600_000);
			});
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
			await pass(20_000);
			expect(crisp.told).toEqual([]);
			expect(readOutbox().jobs).toEqual([]);
		});

		it("resolves what another page has delivered in time, also where it comes back only after that time", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				await deliverThere(crisp);
				await pass(600_000);
			}, crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(start.outcome).toBe("sent");
		});

		it("waits for what is in the hands of another tab, and resolves it when that has delivered it", async () => {
			const { crisp, start } = await startOnItsWay(300);
			let id = "";
			await visitAnotherPage(async () => {
				id = await takeAndDie(crisp);
			}, crisp);
			await pass(20_000);
			expect(start.outcome).toBe("pending");
			expect(getState().pending).toBe(1);
			changeOutbox(({ delivered }) => delivered.push({ id, session: crisp.session }));
			await pass(1000);
			expect(start.outcome).toBe("sent");
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			expect(crisp.told).toEqual([]);
		});

		it("rejects at its timeout what is in the hands of another tab until then", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => void (await takeAndDie(crisp)), crisp);
			await pass(60_000 - 300 - 1100 - 1);
			expect(start.outcome).toBe("pending");
			await pass(1000);
			expect(start.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(getState()).toMatchObject({ pending: 0, error: { code: "TIMEOUT" } });
			expect(crisp.told).toEqual([]);
		});

		it("takes it back when the other tab leaves it again", async () => {
			const { crisp, start } = await startOnItsWay(300);
			let jobs = readOutbox().jobs;
			await visitAnotherPage(async () => {
				jobs = readOutbox().jobs;
				await takeAndDie(crisp);
			}, crisp);
			await pass(20_000);
			changeOutbox((outbox) => outbox.jobs.push(...jobs));
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("cannot abort what is in the hands of another tab", async () => {
			const { crisp, start, abort } = await startOnItsWay(300);
			let id = "";
			await visitAnotherPage(async () => {
				id = await takeAndDie(crisp);
			}, crisp);
			abort();
			await pass(1000);
			expect(start.outcome).toBe("pending");
			changeOutbox(({ delivered }) => delivered.push({ id, session: crisp.session }));
			await pass(1000);
			expect(start.outcome).toBe("sent");
		});

		it("aborts what still stands in the outbox, before Crisp has joined again", async () => {
			const { crisp, start, abort } = await startOnItsWay(300);
			await visitAnotherPage(async () => {});
			crisp.unload();
			abort("no");
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "ABORTED", cause: "no" });
			expect(readOutbox().jobs).toEqual([]);
		});

		it("keeps the order of what was called before and after", async () => {
			const { crisp } = await startOnItsWay(300);
			await visitAnotherPage(async () => {});
			pauseChatbot();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("keeps the order where an earlier one comes back while a later one is on its way", async () => {
			const { crisp, start } = await startOnItsWay(300);
			let { jobs } = readOutbox();
			await visitAnotherPage(async () => {
				({ jobs } = readOutbox());
				changeOutbox((outbox) => {
					outbox.jobs = [];
				});
			}, crisp);
			await pass(10_000);
			const pause = watch(pauseChatbot());
			await pass(1250);
			changeOutbox((outbox) => outbox.jobs.push(...jobs));
			await pass(10_000);
			expect([start.outcome, pause.outcome]).toEqual(["sent", "sent"]);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("takes over what the other page has left", async () => {
			const { crisp } = await startOnItsWay(5000);
			await visitAnotherPage(async () => {
				crisp.reload();
				pauseChatbot();
				await pass(100);
			}, crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("goes on where storage is full or not wanted", async () => {
			for (const prepare of [
				() => configure({ persist: false }),
				() =>
					replaceStorage({
						setItem() {
							throw new DOMException("full", "QuotaExceededError");
						},
					}),
			]) {
				const crisp = await installCrisp();
				prepare();
				const start = watch(startChatbot());
				await visitAnotherPage(async () => {});
				await pass(5000);
				expect(start.outcome).toBe("sent");
				expect(crisp.told).toEqual(["start_chatbot"]);
				vi.restoreAllMocks();
				crisp.uninstall();
			}
		});

		it("tells a signal once also where it comes back before the other page is left", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => {});
			// Back in Chromium: `pageshow` comes first.
			window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
			changeOutbox(({ jobs }) => {
				const job = { id: "theirs", calledAt: Date.now() - 100, expires: Date.now() + 60_000, repeats: 0 };
				jobs.push({ ...job, signal: "pause_chatbot", owner: crisp.session });
			});
			await pass(10_000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("goes on also where Crisp comes to it only later", async () => {
			const { crisp, start } = await startOnItsWay(300);
			await visitAnotherPage(async () => leavePage(crisp));
			await pass(5000);
			expect(start.outcome).toBe("pending");
			crisp.install();
			await pass(5000);
			expect(start.outcome).toBe("sent");
		});
	});
});
