import { describe, expect, it, vi } from "vitest";
import { configure, getState, startChatbot } from "../../../src/index.js";
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
	startOnItsWay,
	usePage,
} from "../helpers.js";

usePage();

/** A page of a Crisp website of that id. */
function openPageOf(website: string, crisp = makeCrisp({ storageKey: website })) {
	crisp.install();
	Object.assign(window, { CRISP_WEBSITE_ID: website });
	configure();
	return crisp;
}

const setVisibility = (state: DocumentVisibilityState) =>
	vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);

onEachClient(() => {
	describe("a signal that was left by a page of one session", () => {
		it("is left there by a page of another one, and delivered when the first one is back", async () => {
			const { crisp } = await startOnItsWay(300);
			leavePage(crisp);
			const other = await installCrisp();
			configure();
			await pass(10_000);
			expect(getState().pending).toBe(0);
			expect(other.told).toEqual([]);
			expect(readOutbox().jobs).toMatchObject([{ owner: crisp.session }]);
			leavePage(other);
			crisp.install();
			configure();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is not told in the session that a reset begins at the moment of leaving", async () => {
			const { crisp } = await startOnItsWay(300);
			window.$crisp.push(["do", "session:reset"]);
			changePage(crisp);
			await pass(10_000);
			expect(crisp.told).toEqual([]);
		});

		it("goes on in the new session, over pages too, when the page has seen the reset", async () => {
			const { crisp } = await startOnItsWay(300);
			window.$crisp.push(["do", "session:reset"]);
			await pass(JOINED);
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(crisp.enumLog.at(-1)).toMatchObject({ session: crisp.session });
		});

		it("is not told on another website, which has sessions of its own", async () => {
			const first = openPageOf("first");
			await pass(JOINED);
			startChatbot();
			leavePage(first);
			const second = openPageOf("second");
			await pass(10_000);
			expect(second.told).toEqual([]);
			leavePage(second);
			openPageOf("first", first);
			await pass(5000);
			expect(first.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a signal that was left before Crisp had joined a session", () => {
		it("belongs to its website: two of them on one origin do not mix", async () => {
			const first = openPageOf("first");
			startChatbot();
			leavePage(first);
			expect(readOutbox().jobs).toMatchObject([{ owner: "first" }]);
			const second = openPageOf("second");
			await pass(10_000);
			expect(second.told).toEqual([]);
			expect(readOutbox().jobs).toHaveLength(1);
			leavePage(second);
			openPageOf("first", first);
			await pass(5000);
			expect(first.told).toEqual(["start_chatbot"]);
			expect(second.told).toEqual([]);
		});

		it("belongs to the next page that has Crisp where the site's snippet had not run", async () => {
			startChatbot();
			const crisp = makeCrisp();
			leavePage(crisp);
			openPageOf("first", crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a hidden page", () => {
		it("takes nothing, and takes it as soon as it is shown", async () => {
			const { crisp } = await startOnItsWay(300);
			setVisibility("hidden");
			changePage(crisp);
			await pass(30_000);
			expect(getState().pending).toBe(0);
			expect(readOutbox().jobs).toHaveLength(1);
			setVisibility("visible");
			document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
			expect(getState().pending).toBe(1);
			expect(readOutbox().jobs).toHaveLength(0);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("takes nothing while it is prerendered", async () => {
			const { crisp } = await startOnItsWay(300);
			setVisibility("prerender" as DocumentVisibilityState);
			changePage(crisp);
			await pass(30_000);
			expect(readOutbox().jobs).toHaveLength(1);
		});

		it("delivers its own signals", async () => {
			setVisibility("hidden");
			const { crisp } = await startOnItsWay(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a signal in the outbox that is forged", () => {
		it("cannot bring in anything but a signal that has not expired", async () => {
			const crisp = await installCrisp();
			const good = { id: "1", calledAt: 1, expires: Date.now() + 60_000, repeats: 0, owner: crisp.session };
			for (const change of [
				{ signal: "chatbot_paused:human" },
				{ expires: Date.now() - 1 },
				{ expires: "soon" },
				{ expires: null },
				{ expires: undefined },
				{ owner: { toString: crisp.session } },
			]) {
				const job = { ...good, signal: "start_chatbot", ...change };
				changeOutbox(({ jobs }) => jobs.push(job as never));
				changePage(crisp);
				await pass(5000);
				expect(crisp.pushed).toEqual([]);
			}
		});

		it("is one like others, whatever else it says of itself", async () => {
			const crisp = await installCrisp();
			const job = { id: "1", calledAt: 1, expires: Date.now() + 60_000, repeats: 0, owner: crisp.session };
			const forged = { ...job, signal: "start_chatbot", isHandedOver: true, settle: "x" };
			changeOutbox(({ jobs }) => jobs.push(forged as never));
			configure();
			await pass(20_000);
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		});

		it("cannot stay longer than a signal of this page", async () => {
			const crisp = await installCrisp({ socket: false });
			const job = { id: "1", calledAt: 1, expires: Date.now() + 1e12, repeats: 0, owner: crisp.session };
			changeOutbox(({ jobs }) => jobs.push({ ...job, signal: "start_chatbot" }));
			configure();
			await pass(59_999);
			expect(getState().pending).toBe(1);
			await pass(1);
			expect(getState().pending).toBe(0);
		});

		it("does not stop the ones beside it", async () => {
			const crisp = await installCrisp();
			const job = { id: "1", calledAt: 1, expires: Date.now() + 60_000, repeats: 0, owner: crisp.session };
			changeOutbox(({ jobs }) => {
				jobs.push({ signal: "start_chatbot" } as never);
				jobs.push({ ...job, signal: "pause_chatbot" });
			});
			configure();
			await pass(10_000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});
	});
});
