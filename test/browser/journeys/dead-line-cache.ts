import { expect } from "vitest";
import { callOnDeadLine, lookNow } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeys, type Site, type Visit } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("out of the back/forward cache, on whose line a signal was lost unnoticed, a page", ({ alone }) => {
	async function callAndLeave(site: Site, next: Visit) {
		const page = await site.visitJoined({ isFresh: true });
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		await page.leave((url) => location.assign(url), site.urlFor(next));
		await page.waitFor(() => window.isReady);
		return page;
	}

	async function goBack(page: Page) {
		await page.back();
		expect(await page.evaluate(() => shows)).toEqual([false, true]);
		await page.waitFor(() => fakeCrisp.isConnected);
		await lookNow(page);
	}

	alone("tells it where the page between them has not", async (site) => {
		const page = await callAndLeave(site, { artifact: "none", crispComes: "later" });
		await goBack(page);
		await expectTold(page, START);
	});

	alone("does not tell it where the page between them has", async (site) => {
		const page = await callAndLeave(site, { page: "second" });
		await expectTold(page, START);
		await goBack(page);
		await expectTold(page, START);
	});
});
