import { expect } from "vitest";
import { callOnDeadLine } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { expectTold, PAUSE } from "../told.js";

journeys("a signal that was lost on a dead line is not told in the session of a visitor who logs in", ({ it }) => {
	async function callIn(site: Site, crisp = {}) {
		const page = await site.visitJoined({ crisp });
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		return { page, session: await page.evaluate(() => fakeCrisp.session) };
	}

	/** What is made up for goes before a later signal. */
	async function expectNothingMadeUp(page: Page, session: string) {
		await page.waitFor((session) => fakeCrisp.isJoined && fakeCrisp.session !== session, session);
		await page.evaluate(() => void signals.pauseChatbot());
		await expectTold(page, PAUSE);
	}

	it("on the page", async (site) => {
		// Late enough for the other session to come first.
		const { page, session } = await callIn(site, { pingTimeout: 12_000 });
		const whileReset = await page.evaluate(() => {
			window.$crisp.push(["do", "session:reset"]);
			return [fakeCrisp.isJoined, fakeCrisp.told] as const;
		});
		expect(whileReset).toEqual([false, []]);
		await expectNothingMadeUp(page, session);
	});

	it("on the way to the next page", async (site) => {
		const { page, session } = await callIn(site);
		await page.leave(
			(url) => {
				window.$crisp.push(["do", "session:reset"]);
				location.assign(url);
			},
			site.urlFor({ page: "second" }),
		);
		await page.waitFor(() => window.isReady);
		await expectNothingMadeUp(page, session);
	});

	it("on the next page", async (site) => {
		const { page, session } = await callIn(site);
		await page.leave((url) => location.assign(url), site.urlFor({ crispComes: "later" }));
		await page.waitFor(() => window.isReady);
		await page.evaluate(() => {
			fakeCrisp.install();
			window.$crisp.push(["do", "session:reset"]);
		});
		await expectNothingMadeUp(page, session);
	});
});
