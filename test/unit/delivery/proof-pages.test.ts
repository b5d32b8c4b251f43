import { describe, expect, it, vi } from "vitest";
import { configure, getState, pauseChatbot, startChatbot } from "../../../src/index.js";
import {
	changeOutbox,
	changePage,
	deliverThere,
	IDLE_INTERVAL,
	installCrisp,
	JOINED,
	leavePage,
	makeCrisp,
	onEachClient,
	pass,
	readOutbox,
	usePage,
	visitAnotherPage,
	watch,
} from "../helpers.js";
import { loseStart, NOTICED, reconnectDelay } from "./lost-start.js";

usePage();

onEachClient(() => {
	describe("a signal that was lost on a dead line, and whose page is left", () => {
		it("is told on the next page", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			crisp.drop({ unnoticed: true });
			const start = watch(startChatbot());
			await pass(2000);
			expect(start.outcome).toBe("sent");
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			expect(readOutbox().jobs).toEqual([]);
		});

		for (const [seconds, told] of [
			[118, ["start_chatbot"]],
			[121, []],
		] as const) {
			it(`is ${told.length ? "" : "not "}told by a page that comes ${seconds} seconds later`, async () => {
				const crisp = await loseStart();
				leavePage(crisp);
				await pass(seconds * 1000);
				crisp.install();
				configure();
				await pass(5000);
				expect(crisp.told).toEqual(told);
			});
		}

		it("is told by the second page after it where the first one is left before it has looked", async () => {
			const crisp = await loseStart();
			changePage(crisp);
			await pass(100);
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		for (const leaveAfter of [0, 300, 700, 1100, 1300]) {
			it(`is told on the next page where it is left ${leaveAfter} ms after it has begun to tell it again`, async () => {
				const crisp = await loseStart({ liveData: true });
				while (!getState().pending) await pass(100);
				await pass(leaveAfter);
				changePage(crisp);
				await pass(5000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			});
		}

		for (const between of [1, 0]) {
			const when = between ? "" : ", also where both were called in one millisecond";
			it(`is told before what waits behind it${when}`, async () => {
				const crisp = await installCrisp({ reconnectDelay });
				crisp.drop({ unnoticed: true });
				startChatbot();
				await pass(between);
				pauseChatbot();
				await pass(2000);
				changePage(crisp);
				await pass(10_000);
				expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
			});
		}

		it("is not told where signals are not to be stored", async () => {
			const crisp = await installCrisp({ reconnectDelay });
			configure({ persist: false });
			crisp.drop({ unnoticed: true });
			startChatbot();
			await pass(2000);
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});

		it("is not told in another session", async () => {
			const crisp = await loseStart();
			window.$crisp.push(["do", "session:reset"]);
			changePage(crisp);
			await pass(NOTICED);
			expect(crisp.told).toEqual([]);
		});

		it("is not told over a pause that the next page finds", async () => {
			const crisp = await loseStart();
			leavePage(crisp);
			crisp.pause("human");
			crisp.install();
			configure();
			await pass(NOTICED);
			expect(crisp.told).toEqual([]);
			expect(getState()).toMatchObject({ pending: 0, pause: { reason: "human" } });
		});

		it("is not told in a hidden page, which others cannot see", async () => {
			const crisp = await loseStart();
			vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual([]);
			expect(readOutbox().jobs).toHaveLength(1);
		});
	});

	describe("a signal that has arrived, and whose page is left", () => {
		it("is not told again", async () => {
			const crisp = await installCrisp();
			startChatbot();
			await pass(2000);
			for (let count = 0; count < 3; count++) {
				changePage(crisp);
				await pass(5000);
			}
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(readOutbox().jobs).toEqual([]);
		});

		it("is not told again over what stood there before it and was said again since, by another tab", async () => {
			const crisp = makeCrisp();
			crisp.setServerData("pause_chatbot");
			crisp.install();
			startChatbot();
			await pass(4000);
			leavePage(crisp);
			crisp.setServerData("pause_chatbot");
			changeOutbox(({ delivered }) => delivered.push({ id: "theirs", session: crisp.session }));
			crisp.install();
			configure();
			await pass(NOTICED);
			expect(crisp.told).toEqual(["pause_chatbot", "start_chatbot", "pause_chatbot"]);
		});

		it("is told again over that where the other tab has spoken in another session: a known limit", async () => {
			const crisp = makeCrisp();
			crisp.setServerData("pause_chatbot");
			crisp.install();
			startChatbot();
			await pass(4000);
			leavePage(crisp);
			crisp.setServerData("pause_chatbot");
			changeOutbox(({ delivered }) => delivered.push({ id: "theirs", session: "another" }));
			crisp.install();
			configure();
			await pass(5000);
			expect(crisp.told.at(-1)).toBe("start_chatbot");
		});
	});

	describe("a page that comes back from the back/forward cache", () => {
		it("does not tell again what another page has told meanwhile", async () => {
			const crisp = await loseStart();
			await visitAnotherPage(() => deliverThere(crisp), crisp);
			expect(crisp.told).toEqual(["start_chatbot"]);
			await pass(NOTICED);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		for (const joinDelay of [200, 2500, 5000]) {
			it(`tells nothing again that has arrived, when Crisp joins again after ${joinDelay} ms`, async () => {
				const crisp = await installCrisp({ joinDelay });
				startChatbot();
				await pass(10_000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				await visitAnotherPage(async () => {});
				await pass(NOTICED);
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(getState().pending).toBe(0);
			});
		}

		it("tells what the other page was telling when it was left", async () => {
			const crisp = await loseStart();
			await visitAnotherPage(async () => {
				crisp.reload();
				configure();
				await pass(1300);
				expect(getState().pending).toBe(1);
			}, crisp);
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("tells nothing again that another page has proven, and has spoken after", async () => {
			const crisp = makeCrisp();
			crisp.setServerData("pause_chatbot");
			crisp.install();
			await pass(1000);
			startChatbot();
			await pass(2000);
			await visitAnotherPage(async () => {
				crisp.reload();
				configure();
				await pass(2000);
				pauseChatbot();
				await pass(3000);
			}, crisp);
			await pass(NOTICED);
			expect(crisp.told).toEqual(["pause_chatbot", "start_chatbot", "pause_chatbot"]);
		});
	});

	describe("an unproven signal in the outbox that is forged", () => {
		for (const [what, change] of [
			["expires at no time", { expires: undefined }],
			["expires at a time that is none", { expires: "soon" }],
			["has expired", { expires: 1 }],
			["is no signal", { signal: "chatbot_paused:human" }],
			["is of another session", { owner: "another" }],
			["was delivered again three times", { repeats: 3 }],
		] as [string, object][]) {
			it(`is not told where it ${what}, and other signals are`, async () => {
				const crisp = await installCrisp();
				const { session: owner } = crisp;
				const good = { id: "1", signal: "start_chatbot", calledAt: 1, repeats: 0, owner, before: [] };
				const job = { ...good, expires: Date.now() + 60_000, ...change };
				changeOutbox(({ jobs }) => jobs.push(job as never));
				configure();
				await pass(JOINED);
				const pause = watch(pauseChatbot());
				await pass(5000);
				expect(pause.outcome).toBe("sent");
				expect(crisp.told).toEqual(["pause_chatbot"]);
				expect(readOutbox().jobs.filter((left) => left.owner === owner)).toEqual([]);
			});
		}

		it("does not stop other signals where what stood there before is rubbish", async () => {
			const crisp = makeCrisp();
			crisp.setServerData("pause_chatbot");
			const { session: owner } = crisp;
			const job = { id: "1", signal: "start_chatbot", calledAt: 1, repeats: 0, owner, before: 42 };
			changeOutbox(({ jobs }) => jobs.push({ ...job, expires: Date.now() + 60_000 } as never));
			crisp.install();
			configure();
			await pass(JOINED);
			pauseChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot", "pause_chatbot"]);
		});

		it("is told where nothing about it is wrong", async () => {
			const crisp = await installCrisp();
			const { session: owner } = crisp;
			const job = { id: "1", signal: "start_chatbot", calledAt: 1, repeats: 0, owner, before: [] } as const;
			changeOutbox(({ jobs }) => jobs.push({ ...job, expires: Date.now() + 60_000 }));
			configure();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("cannot stay for more than two minutes", async () => {
			const crisp = await installCrisp();
			const { session: owner } = crisp;
			const job = { id: "1", signal: "start_chatbot", owner, before: [], calledAt: 1, repeats: 0 } as const;
			changeOutbox(({ jobs }) => jobs.push({ ...job, expires: Date.now() + 1e9 }));
			// Crisp has been joined before it is taken, so it waits for the next join.
			configure({ persist: false });
			await pass(1000);
			configure({ persist: true });
			await pass(IDLE_INTERVAL);
			expect(readOutbox().jobs).toEqual([]);
			await pass(121_000);
			crisp.drop();
			crisp.restore();
			await pass(IDLE_INTERVAL);
			expect(crisp.told).toEqual([]);
		});
	});
});

describe("a page of a client whose data is live that comes back from the back/forward cache", () => {
	it("tells what was lost where no other page has", async () => {
		const crisp = await loseStart();
		await visitAnotherPage(async () => {});
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("tells it before what another page has left", async () => {
		const crisp = await loseStart();
		await visitAnotherPage(async () => {
			const job = { id: "theirs", calledAt: Date.now(), expires: Date.now() + 60_000, repeats: 0 };
			changeOutbox(({ jobs }) => jobs.push({ ...job, signal: "pause_chatbot", owner: crisp.session }));
		});
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("tells nothing where another page has taken it, and may be telling it", async () => {
		const crisp = await loseStart();
		await visitAnotherPage(async () =>
			changeOutbox((outbox) => {
				outbox.jobs = [];
			}),
		);
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
	});
});
