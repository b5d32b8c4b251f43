import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configure, getState, pauseChatbot, startChatbot } from "../../../src/index.js";
import { JOINED, pass, readOutbox, usePage, watch } from "../helpers.js";
import { createPage, followTimers, type TabPage } from "../tabs.js";

usePage();

let tabs: TabPage[] = [];
let realSetTimeout: typeof setTimeout;
let restoreTimers: () => void;

beforeEach(() => {
	realSetTimeout = setTimeout;
	restoreTimers = followTimers();
});
afterEach(() => {
	for (const tab of tabs) tab.end();
	tabs = [];
	restoreTimers();
});

for (const liveData of [true, false]) {
	describe(liveData ? "a client whose data is live" : "a client that hands out copies", () => {
		/** All of them have the same Crisp server. */
		async function openTab() {
			const tab = createPage({ liveData, storage: localStorage }, realSetTimeout, () => {});
			tabs.push(tab);
			tab.run(() => {
				tab.crisp.install();
				configure();
			});
			await pass(JOINED);
			return tab;
		}

		/** The visitor closes the one and sees the other. */
		function close(tab: TabPage, next?: TabPage) {
			tab.leave();
			tab.end();
			next?.show(true);
		}

		async function openInFrontOf(behind: TabPage) {
			behind.show(false);
			return openTab();
		}

		if (liveData) {
			it("a page that comes back from the cache brings nothing of its own over what another page has delivered", async () => {
				const page = await openTab();
				const start = watch(page.run(startChatbot));
				// Crisp holds the dummy.
				await pass(600);
				page.leave();
				const other = await openTab();
				await pass(2500);
				other.leave();
				other.end();
				page.comeBack();
				await pass(10_000);
				expect(start.outcome).toBe("sent");
				expect(page.crisp.told).toEqual(["start_chatbot"]);
				expect(page.crisp.serverValue).toBe("start_chatbot");
			});
		}

		it("a page that is shown again tells within 4 s what the page before it leaves a moment later", async () => {
			const page = await openTab();
			await pass(120_000);
			page.leave();
			const other = await openTab();
			other.run(startChatbot);
			await pass(300);
			page.comeBack();
			// In Chromium this can come last.
			other.leave();
			other.end();
			await pass(4000);
			expect(page.crisp.told).toEqual(["start_chatbot"]);
		});

		it("a page that is hidden leaves what is pending to others for a second, and goes on with it itself then", async () => {
			const page = await openTab();
			page.run(startChatbot);
			await pass(300);
			page.show(false);
			expect(readOutbox().jobs).toMatchObject([{ signal: "start_chatbot" }]);
			page.show(true);
			await pass(4000);
			expect(page.crisp.told).toEqual(["start_chatbot"]);
			expect(readOutbox().jobs).toEqual([]);
		});

		it("a page that is hidden stores nothing where nothing is to be stored", async () => {
			const page = await openTab();
			page.run(() => configure({ persist: false }));
			page.run(startChatbot);
			await pass(300);
			page.show(false);
			expect(readOutbox().jobs).toEqual([]);
			page.show(true);
			await pass(4000);
			expect(page.crisp.told).toEqual(["start_chatbot"]);
		});

		describe("two tabs", () => {
			it("deliver their own signals, each once", async () => {
				const behind = await openTab();
				const front = await openInFrontOf(behind);
				front.run(startChatbot);
				await pass(5000);
				front.show(false);
				behind.show(true);
				behind.run(pauseChatbot);
				await pass(5000);
				expect(front.crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
			});

			it("share what is left when one is closed: the other one delivers it", async () => {
				const behind = await openTab();
				const front = await openInFrontOf(behind);
				front.run(startChatbot);
				await pass(300);
				close(front, behind);
				expect(behind.run(getState).pending).toBe(1);
				await pass(5000);
				expect(front.crisp.told).toEqual(["start_chatbot"]);
				expect(readOutbox().jobs).toEqual([]);
			});

			it("leave it to the one that is in front", async () => {
				const behind = await openTab();
				const front = await openInFrontOf(behind);
				front.run(startChatbot);
				await pass(300);
				front.leave();
				front.end();
				await pass(20_000);
				expect(behind.run(getState).pending).toBe(0);
				const next = await openTab();
				await pass(5000);
				expect(next.run(getState).last).toBe("start_chatbot");
				expect(next.crisp.told).toEqual(["start_chatbot"]);
			});

			it("that are both in front, as two windows, do not both take it", async () => {
				const [one, other] = [await openTab(), await openTab()];
				const third = await openTab();
				third.run(startChatbot);
				await pass(300);
				close(third);
				await pass(30_000);
				expect(one.crisp.told).toEqual(["start_chatbot"]);
				expect(new Set([one, other].map((tab) => tab.run(getState).last))).toEqual(new Set(["start_chatbot", null]));
			});

			it("tell the page in the back/forward cache of the one what the other one has delivered", async () => {
				const behind = await openTab();
				const front = await openInFrontOf(behind);
				const start = front.run(() => watch(startChatbot()));
				await pass(300);
				front.leave();
				behind.show(true);
				await pass(5000);
				expect(behind.crisp.told).toEqual(["start_chatbot"]);
				expect(start.outcome).toBe("pending");
				front.comeBack();
				await pass(2000);
				expect(start.outcome).toBe("sent");
				expect(behind.crisp.told).toEqual(["start_chatbot"]);
			});
		});

		describe("a tab that is killed", () => {
			it("takes its signals with it", async () => {
				const tab = await openTab();
				tab.run(startChatbot);
				await pass(300);
				tab.end();
				const next = await openTab();
				await pass(5000);
				expect(next.crisp.told).toEqual([]);
			});
		});

		describe("a delivered signal that is unproven", () => {
			it("is said again by the next tab where it was lost and its own tab was closed", async () => {
				const first = await openTab();
				first.crisp.drop({ unnoticed: true });
				first.run(startChatbot);
				await pass(2000);
				close(first);
				const next = await openTab();
				await pass(5000);
				expect(next.crisp.told).toEqual(["start_chatbot"]);
			});

			for (const isLost of [true, false]) {
				for (const isFirstClosedFirst of [true, false]) {
					const what = isLost ? "was lost" : "has arrived";
					const which = isFirstClosedFirst ? "its own tab" : "the other tab";
					it(`that ${what} is said again by no tab after another one's pause, when ${which} is closed first`, async () => {
						const first = await openTab();
						first.run(pauseChatbot);
						await pass(2000);
						const second = await openInFrontOf(first);
						second.show(false);
						first.show(true);
						if (isLost) first.crisp.drop({ unnoticed: true });
						first.run(startChatbot);
						await pass(2000);
						first.show(false);
						second.show(true);
						second.run(pauseChatbot);
						await pass(3000);
						const told = [...second.crisp.told];
						expect(told.at(-1)).toBe("pause_chatbot");
						for (const tab of isFirstClosedFirst ? [first, second] : [second, first]) close(tab);
						const third = await openTab();
						await pass(10_000);
						expect(third.crisp.told).toEqual(told);
						expect(third.run(getState).pending).toBe(0);
					});
				}
			}

			for (const isItsTabFirst of [true, false]) {
				const which = isItsTabFirst ? "before" : "after";
				it(`is said again where it was lost and is the last one, when its tab is closed ${which} another one's`, async () => {
					const first = await openTab();
					first.run(startChatbot);
					await pass(2000);
					const second = await openInFrontOf(first);
					second.crisp.drop({ unnoticed: true });
					second.run(pauseChatbot);
					await pass(2000);
					for (const tab of isItsTabFirst ? [second, first] : [first, second]) close(tab);
					const third = await openTab();
					await pass(10_000);
					expect(third.crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
				});
			}

			it("is said again where it was lost also when another tab leaves an older one meanwhile", async () => {
				const first = await openTab();
				first.run(startChatbot);
				await pass(2000);
				const second = await openInFrontOf(first);
				second.crisp.drop({ unnoticed: true });
				second.run(pauseChatbot);
				await pass(2000);
				close(first);
				await pass(70_000);
				expect(second.crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
			});

			// A client that hands out copies says it again itself, for two minutes.
			if (liveData) {
				it("that has arrived is said again by no open tab after another one's pause", async () => {
					const first = await openTab();
					first.run(pauseChatbot);
					await pass(2000);
					first.run(startChatbot);
					await pass(2000);
					const second = await openInFrontOf(first);
					second.run(pauseChatbot);
					await pass(3000);
					const told = [...second.crisp.told];
					first.crisp.drop();
					await pass(60_000);
					first.crisp.restore();
					await pass(120_000);
					expect(first.crisp.told).toEqual(told);
				});
			}
		});
	});
}
