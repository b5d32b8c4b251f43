import { expect } from "vitest";
import { callOnDeadLine, hideByEvent, lookNow, reconnect } from "../crisp.js";
import { journeys } from "../journey.js";
import { clickAndLeave, LONG_HOLD, readOwn, visitAndClick } from "../outbox.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a signal whose tab is closed 300 ms after the click", ({ it }) => {
	it("is told by a new tab", async (site) => {
		const tab = await visitAndClick(site, { isFresh: true });
		await tab.close();
		const page = await site.visit({});
		await expectTold(page, START);
		expect(await readOwn(page)).toEqual({ pending: 0, last: START });
	});

	it("is told by a tab that has been open all the time", async (site) => {
		const page = await site.visitJoined();
		const tab = await visitAndClick(site, { isFresh: true });
		await tab.close();
		await page.waitFor(() => {
			document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
			return fakeCrisp.told.length;
		});
		await expectTold(page, START);
		expect(await readOwn(page)).toEqual({ pending: 0, last: START });
	});
});

journeys("what a page has left in the outbox", ({ it }) => {
	it("is told by one of two pages that load at the same moment", async (site) => {
		await clickAndLeave(site);
		const page = await site.visit({ artifact: "none", crispComes: "later" });
		await page.evaluate((src) => {
			for (let count = 0; count < 2; count++) {
				document.body.append(Object.assign(document.createElement("iframe"), { src }));
			}
		}, site.urlFor({}));
		await page.waitFor(() => frames[0]?.isReady && frames[0].fakeCrisp.isJoined);
		await page.waitFor(() => frames[1]?.isReady && frames[1].fakeCrisp.isJoined);
		const isQuiet = () =>
			[0, 1].every((index) => {
				const { document, signals } = frames[index] as Window;
				document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
				return signals.getState().ready && signals.getState().pending === 0;
			});
		await page.waitFor(() => frames[0]?.fakeCrisp.told.length);
		await page.waitFor(isQuiet);
		const lasts = await page.evaluate(() => [0, 1].map((index) => frames[index]?.signals.getState().last));
		expect(lasts.filter((last) => last === START)).toHaveLength(1);
		expect(await page.evaluate(() => frames[0]?.fakeCrisp.told)).toEqual([START]);
	});

	it("is told in the order of the calls, whichever tab they were made in", async (site) => {
		await clickAndLeave(site);
		const page = await site.visit({ crispComes: "later" });
		await page.evaluate(() => {
			void signals.pauseChatbot();
			fakeCrisp.install();
		});
		await expectTold(page, START, PAUSE);
	});

	for (const [how, isHidden] of [
		["seen", false],
		["hidden", true],
	] as const) {
		it(`is not told after a pause of another tab, which is ${how}`, async (site) => {
			const other = await site.visitJoined();
			const tab = await site.visitJoined();
			expect(await tab.evaluate(callOnDeadLine, "start")).toEqual([]);
			if (isHidden) await hideByEvent(other);
			await tab.open("about:blank");
			await other.evaluate(() => signals.pauseChatbot());
			const page = await site.visitJoined();
			await lookNow(page);
			await expectTold(page, PAUSE);
			await reconnect(page);
			await lookNow(page);
			await expectTold(page, PAUSE);
		});
	}

	it("is not told after a pause of another tab by that tab either, when it reconnects", async (site) => {
		const page = await site.visitJoined();
		const tab = await site.visitJoined();
		expect(await tab.evaluate(callOnDeadLine, "start")).toEqual([]);
		await tab.open("about:blank");
		await page.evaluate(() => signals.pauseChatbot());
		await reconnect(page);
		await lookNow(page);
		await expectTold(page, PAUSE);
	});

	it("is not told to another visitor, who comes within the timeout", async (site) => {
		await clickAndLeave(site);
		const page = await site.visit({ crispComes: "later" });
		const before = await page.evaluate(() => fakeCrisp.session);
		await page.evaluate(() => {
			fakeCrisp.install();
			window.$crisp.push(["do", "session:reset"]);
		});
		await page.waitFor((before) => fakeCrisp.isJoined && fakeCrisp.session !== before, before);
		await lookNow(page);
		expect(await readOwn(page)).toEqual({ pending: 0, last: null });
		// What is in the outbox goes before a later signal.
		await page.evaluate(() => void signals.pauseChatbot());
		await expectTold(page, PAUSE);
	});

	it("before Crisp had joined is told to its own Crisp website, not to another one of the same origin", async (site) => {
		/** Crisp's snippet as the site has it. */
		const runSnippet = (website: string) => {
			Object.assign(window, { $crisp: [], CRISP_WEBSITE_ID: website });
			fakeCrisp.runScript();
		};
		const visitWebsite = async (website: string, joinDelay = 200) => {
			const page = await site.visit({ crispComes: "later", crisp: { storageKey: website, joinDelay } });
			await page.evaluate(runSnippet, website);
			return page;
		};

		const left = await visitWebsite("shop", 600_000);
		await left.evaluate(() => document.querySelector<HTMLElement>("#start")?.click());
		await left.open("about:blank");
		const other = await visitWebsite("blog");
		await other.waitFor(() => fakeCrisp.isJoined);
		await lookNow(other);
		expect(await readOwn(other)).toEqual({ pending: 0, last: null });
		await other.evaluate(() => void signals.pauseChatbot());
		await expectTold(other, PAUSE);
		const own = await visitWebsite("shop");
		await expectTold(own, START);
	});

	for (const [when, isFirst] of [
		["before the library's", true],
		["after the library's", false],
	] as const) {
		it(`is not told if a pagehide listener of the site aborts it (added ${when})`, async (site) => {
			const page = await site.visitJoined({ options: { delay: LONG_HOLD } });
			await page.leave(
				(url, isFirst) => {
					const aborter = new AbortController();
					const { signal } = aborter;
					const listen = () => window.addEventListener("pagehide", () => aborter.abort(), true);
					if (isFirst) listen();
					signals.startChatbot({ signal }).catch(({ code }) => localStorage.setItem("code", code));
					if (!isFirst) listen();
					setTimeout(() => location.assign(url), 700);
				},
				site.urlFor({ page: "second" }),
				isFirst,
			);
			await page.waitFor(() => window.isReady);
			// What is in the outbox goes before a later signal.
			await page.evaluate(() => void signals.pauseChatbot());
			await expectTold(page, PAUSE);
		});
	}
});
