import { expect } from "vitest";
import { lookNow, reconnect } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("an old start in a background tab where nobody listens", ({ it }) => {
	/** The library and Crisp come when the tab is hidden already. Crisp's client has let go of the start afterwards. */
	async function visitHidden(site: Site) {
		const page = await site.visit({ artifact: "none", crispComes: "later", held: START });
		await page.hide();
		await page.waitFor(() => document.hidden);
		await page.evaluate(async () => {
			window.signals = await loadCopy();
			signals.configure();
			fakeCrisp.install();
		});
		await page.waitFor((start) => fakeCrisp.isJoined && window.$crisp.get("session:data", "enum") !== start, START);
		return page;
	}

	async function reconnectOverPause(page: Page) {
		await page.evaluate(() => fakeCrisp.pause("human"));
		await reconnect(page);
		await lookNow(page);
		// By an earlier page.
		await expectTold(page, START);
		expect(await page.evaluate(() => document.hidden)).toBe(true);
	}

	it("is not told again by a reconnect", async (site) => {
		const page = await visitHidden(site);
		await reconnectOverPause(page);
		await page.show();
	});

	it("leaves Enum's pause on the server, and is followed by nothing that is sent", async (site) => {
		const page = await visitHidden(site);
		await reconnectOverPause(page);
		expect(await page.evaluate(() => [fakeCrisp.serverValue, fakeCrisp.wire])).toEqual(["chatbot_paused:human", []]);
		await page.show();
	});
});
