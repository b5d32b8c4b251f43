import { expect, inject } from "vitest";
import { journeys } from "../journey.js";
import { START } from "../told.js";

journeys("the example", ({ it }) => {
	for (const example of inject("examples")) {
		it(`${example} opens without errors, and its start button delivers`, async (site) => {
			const page = await site.newTab();
			await page.open(site.urlOf(`${example}/`));
			await page.evaluate(() => {
				// The shop of the playground is in a frame, whose page changes.
				window.findShop = () => document.querySelector<HTMLIFrameElement>("[name=library]")?.contentWindow ?? window;
			});
			await page.waitFor(() => {
				const { document } = window.findShop();
				const button = document.querySelector<HTMLElement>("#start");
				if (document.readyState !== "complete" || !button) return false;
				button.click();
				return true;
			});
			// What the fakes of the examples keep as their server.
			const told = await page.waitFor(() => {
				const state = localStorage.getItem("fake-crisp") ?? sessionStorage.getItem("playground-library") ?? "{}";
				const { told = [] } = JSON.parse(state) as { told?: string[] };
				return told.length && told;
			});
			expect(told).toEqual([START]);
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		});
	}
});
