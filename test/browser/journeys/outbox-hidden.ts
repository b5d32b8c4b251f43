import { expect } from "vitest";
import { hideByEvent, lookNow, showByEvent } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeys, journeysIn, type Site } from "../journey.js";
import { clickAndLeave, readOwn } from "../outbox.js";
import { expectTold, START } from "../told.js";

const NOTHING = { pending: 0, last: null };

journeys("what a page has left in the outbox", ({ it }) => {
	it("is not taken by a tab in the background, before it comes into view", async (site) => {
		const page = await site.visitJoined();
		await page.hide();
		await page.waitFor(() => document.hidden);
		await clickAndLeave(site);
		await lookNow(page);
		expect(await page.evaluate(() => document.hidden)).toBe(true);
		expect(await readOwn(page)).toEqual(NOTHING);
		await page.show();
		await expectTold(page, START);
		expect(await readOwn(page)).toEqual({ pending: 0, last: START });
	});

	it("is not taken by a page that loads in the background, before it comes into view", async (site) => {
		await clickAndLeave(site);
		const page = await site.visit({ artifact: "none", crispComes: "later" });
		await hideByEvent(page);
		await page.evaluate(async () => {
			await window.loadSignals("min");
			fakeCrisp.install();
		});
		await page.waitFor(() => fakeCrisp.isJoined);
		await lookNow(page);
		expect(await readOwn(page)).toEqual(NOTHING);
		await showByEvent(page);
		await expectTold(page, START);
	});
});

/** ms until a signal of the page that was left is told. An idle page looks less often. */
const SOON = 12_000;

/** Runs in the page. */
function prerender(url: string) {
	const textContent = JSON.stringify({ prerender: [{ urls: [url], eagerness: "immediate" }] });
	document.head.append(Object.assign(document.createElement("script"), { type: "speculationrules", textContent }));
}

// The others do not prerender.
journeysIn(["Chromium"], "a page that is prerendered", ({ it }) => {
	/** A page that sees what the prerendered one reports, and what Enum is told. */
	const visitObserver = (site: Site) => site.visit({ artifact: "none", crispComes: "later" });

	/** What the prerendered page has reported last, as soon as all of this is true of it. */
	const waitForReport = (observer: Page, expected: Record<string, unknown>) =>
		observer.waitFor((expected) => {
			const report = JSON.parse(localStorage.prerendered ?? "{}");
			return Object.entries(expected).every(([name, value]) => report[name] === value) && report;
		}, expected);

	it("takes nothing out of the outbox before the visitor goes there", async (site) => {
		await clickAndLeave(site);
		const observer = await visitObserver(site);
		const page = await site.visit({ artifact: "none", crispComes: "later", isFresh: true });
		const url = site.urlFor({ page: "prerendered" });
		await page.evaluate(prerender, url);
		const report = await waitForReport(observer, { ready: true, isPrerendering: true });
		expect(report).toMatchObject(NOTHING);
		await page.evaluate((url) => void setTimeout(() => location.assign(url)), url);
		await waitForReport(observer, { isPrerendering: false, pending: 0, last: START });
		expect(await observer.evaluate(() => fakeCrisp.told)).toEqual([START]);
	});

	it("tells soon the signal of a bound link that leads there", async (site) => {
		const observer = await visitObserver(site);
		const page = await site.visitJoined({ isFresh: true });
		await page.evaluate(prerender, await page.evaluate(() => document.querySelector("a")?.href ?? ""));
		await waitForReport(observer, { ready: true, isPrerendering: true });
		await page.evaluate(() => void setTimeout(() => document.querySelector("a")?.click()));
		const clickedAt = Date.now();
		await waitForReport(observer, { isPrerendering: false, pending: 0, last: START });
		expect(Date.now() - clickedAt).toBeLessThan(SOON);
		expect(await observer.evaluate(() => fakeCrisp.told)).toEqual([START]);
	});
});
