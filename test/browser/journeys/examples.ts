import { expect, inject } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, journeysIn, type Site } from "../journey.js";
import { RECIPES } from "../recipes.js";
import { START } from "../told.js";

async function open(site: Site, example: string): Promise<Page> {
	const page = await site.newTab();
	if (example === "playground") {
		// The first time it plays by itself.
		await page.open(site.urlOf("example.css"));
		await page.evaluate(() => localStorage.setItem("playground-visited", "yes"));
	}
	await page.open(site.urlOf(`${example}/`));
	return page;
}

journeys("the example", ({ it }) => {
	// The check page has no start button, and a journey of its own.
	for (const example of inject("examples").filter((name) => name !== "check")) {
		it(`${example} opens without errors, and its start button delivers`, async (site) => {
			const page = await open(site, example);
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

	for (const recipe of RECIPES) {
		it(`${recipe} shows that a human has taken over, on the page that is open`, async (site) => {
			const page = await open(site, recipe);
			await page.waitFor(() => window.fakeCrisp?.isJoined);
			await page.evaluate(() => fakeCrisp.pause());
			await page.waitFor(() => document.querySelector("[role=status]")?.textContent === "You asked for a colleague.");
		});
	}
});

journeysIn(["Chromium"], "the example", ({ it }) => {
	it("playground tells the shop of a human who takes over, if the switch says that its server relays pauses", async (site) => {
		const page = await open(site, "playground");
		// What Enum does before the join is no news of the relay: the join shows it.
		await page.waitFor(() => {
			const shop = document.querySelector<HTMLIFrameElement>("[name=library]")?.contentWindow as
				| (Window & { CrispSignals?: typeof signals })
				| null;
			return shop?.CrispSignals?.getState().ready === true;
		});
		await page.evaluate(() => document.querySelector<HTMLElement>("[name=human]")?.click());
		await page.waitFor(() => sessionStorage.getItem("playground-library")?.includes("chatbot_paused:human"));
		const isTold = () => {
			const shop = document.querySelector<HTMLIFrameElement>("[name=library]")?.contentDocument;
			return shop?.querySelector<HTMLElement>("#banner")?.hidden === false;
		};
		expect(await page.evaluate(isTold)).toBe(false);
		await page.evaluate(() => document.querySelector<HTMLElement>("[name=webhook]")?.click());
		await page.waitFor(isTold);
		expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
	});
});
