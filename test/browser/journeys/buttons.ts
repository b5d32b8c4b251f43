import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a bound button", ({ it }) => {
	it("sends its signal on a click on what is inside, and shows how it goes", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			document.addEventListener("crisp-signal:sent", (event) => notes.push((event as CustomEvent).detail.signal));
		});
		await page.click("#start b");
		await expectTold(page, START);
		expect(await page.evaluate(() => notes)).toEqual([START]);
		const state = () => document.querySelector("#start")?.getAttribute("data-crisp-signal-state");
		expect(await page.evaluate(state)).toBe("sent");
	});

	it("sends one signal for ten clicks", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			const button = document.querySelector<HTMLElement>("#pause");
			for (let count = 0; count < 10; count++) button?.click();
		});
		await expectTold(page, PAUSE);
	});

	it("with an unknown signal says so, and sends nothing", async (site) => {
		const page = await site.visitJoined();
		await page.click("#wrong");
		const consoleErrors = await page.evaluate(() => window.consoleErrors);
		expect(consoleErrors).toEqual([expect.stringMatching(/data-crisp-signal.*start_chatbot.*pause_chatbot.*stop/)]);
		expect(await page.evaluate(() => fakeCrisp.pushed)).toEqual([]);
		await page.click("#start");
		await expectTold(page, START);
	});
});
