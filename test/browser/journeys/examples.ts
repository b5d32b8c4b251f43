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

	it("playground lets the server hear of a human who takes over in the shop", async (site) => {
		const page = await site.newTab();
		await page.open(site.urlOf("playground/"));
		await page.waitFor(() => sessionStorage.getItem("playground-library"));
		await page.evaluate(async () => {
			const { session } = JSON.parse(sessionStorage.getItem("playground-library") ?? "") as { session: string };
			const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(session));
			const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
			window.notes = [];
			const events = new EventSource(`/crisp-signals?session=${hash}`);
			events.addEventListener("message", ({ data }) => notes.push(JSON.parse(data).value));
			document.querySelector<HTMLElement>("[name=human]")?.click();
		});
		expect(await page.waitFor(() => notes.length && notes)).toEqual(["chatbot_paused:human"]);
		expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
	});
});
