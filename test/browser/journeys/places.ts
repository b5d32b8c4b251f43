import { expect } from "vitest";
import { PLAIN_HOSTS } from "../engines/browser.js";
import { journeys, journeysIn } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("the library works", ({ it }) => {
	for (const artifact of ["min", "esm"]) {
		it(`under a Content-Security-Policy without inline scripts, with Trusted Types (${artifact})`, async (site) => {
			const page = await site.newTab();
			await page.open(site.urlOf(`csp.html?${artifact}`));
			await page.waitFor(() => window.signals && fakeCrisp.isJoined);
			await page.click("#start");
			await page.waitFor(() => fakeCrisp.told.length);
			await page.evaluate(() => void signals.pauseChatbot());
			await expectTold(page, START, PAUSE);
			expect(await page.evaluate(() => errors)).toEqual([]);
		});
	}

	it("in a frame", async (site) => {
		const page = await site.visit({ artifact: "none", crispComes: "later" });
		await page.evaluate(
			(src) => void document.body.append(Object.assign(document.createElement("iframe"), { src })),
			site.urlFor({}),
		);
		await page.waitFor(() => frames[0]?.isReady && frames[0].fakeCrisp.isJoined);
		await page.evaluate(() => {
			const { signals, $crisp, document } = frames[0] as Window;
			Object.assign(window, { signals, $crisp });
			document.querySelector<HTMLElement>("#start")?.click();
		});
		await expectTold(page, START);
	});
});

// WebKit's driver has no way to give this machine another name.
journeysIn(["Chromium", "Firefox"], "the library works", ({ it }) => {
	it("on a plain http origin", async (site) => {
		const page = await site.newTab();
		await page.open(site.urlFor({}).replace(/\/\/[^:]*/, `//${PLAIN_HOSTS.delivery}`));
		await page.waitFor(() => window.isReady);
		expect(await page.evaluate(() => isSecureContext)).toBe(false);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});
});
