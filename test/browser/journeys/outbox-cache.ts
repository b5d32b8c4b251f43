import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { LONG_HOLD, letGoOn } from "../outbox.js";
import { expectTold, PAUSE, START } from "../told.js";

/** ms until a signal of the page that was left is told. An idle page looks less often. */
const SOON = 12_000;

journeys("a page that is back from the back/forward cache", ({ alone }) => {
	/** The visitor calls a start, and goes to a page of the site that has no library. */
	async function callAndLeave(site: Site, timeout: number) {
		// Nothing is delivered before the page is left, however long the next one takes.
		const page = await site.visitJoined({ isFresh: true, options: { timeout, delay: LONG_HOLD } });
		await page.leave(
			(url) => {
				signals.startChatbot().then(
					() => notes.push("sent"),
					({ code }) => notes.push(code),
				);
				setTimeout(() => location.assign(url), 200);
			},
			site.urlFor({ artifact: "none", crispComes: "later" }),
		);
		await page.waitFor(() => window.isReady);
		return page;
	}

	async function goBack(page: Page) {
		await page.back();
		expect(await page.evaluate(() => shows)).toEqual([false, true]);
		await letGoOn(page);
	}

	alone("goes on with a signal that nobody has taken", async (site) => {
		const page = await callAndLeave(site, 60_000);
		await goBack(page);
		await expectTold(page, START);
		expect(await page.evaluate(() => notes)).toEqual(["sent"]);
	});

	alone("tells soon what was called on the page that the visitor has come from", async (site) => {
		const page = await site.visitJoined({ isFresh: true });
		await page.leave((url) => location.assign(url), site.urlFor({ page: "second" }));
		await page.waitFor(() => window.isReady && fakeCrisp.isJoined);
		const calledAt = await page.evaluate(() => Date.now());
		await page.leave(() => {
			void signals.startChatbot();
			setTimeout(() => history.back(), 300);
		});
		expect(await page.evaluate(() => shows)).toEqual([false, true]);
		await expectTold(page, START);
		const toldAt = await page.evaluate(() => fakeCrisp.enumLog.find(({ value }) => value === "start_chatbot")?.at);
		expect((toldAt ?? 0) - calledAt).toBeLessThan(SOON);
	});

	alone("gives up a signal that has expired meanwhile, and it is told by nobody", async (site) => {
		const timeout = 3000;
		const page = await callAndLeave(site, timeout);
		const leftAt = await page.evaluate(() => Date.now());
		await page.waitFor((time) => Date.now() > time, leftAt + timeout);
		await goBack(page);
		await page.waitFor(() => notes.length);
		expect(await page.evaluate(() => notes)).toEqual(["TIMEOUT"]);
		await page.evaluate(() => void signals.pauseChatbot({ timeout: 60_000 }));
		await expectTold(page, PAUSE);
	});
});
