import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("while the browser knows that it is offline", ({ each }) => {
	each("nothing is written, and as soon as it is online a signal is delivered", async (site, artifact) => {
		const page = await site.visitJoined({ artifact });
		await page.evaluate(() => {
			const get = () => {
				notes.push("asked");
				return false;
			};
			Object.defineProperty(navigator, "onLine", { get, configurable: true });
			void signals.startChatbot();
		});
		// It has had every chance to write.
		await page.waitFor(() => notes.length > 5);
		expect(await page.evaluate(() => fakeCrisp.pushed)).toEqual([]);
		const pushed = await page.evaluate(() => {
			Object.defineProperty(navigator, "onLine", { value: true });
			window.dispatchEvent(new Event("online"));
			return fakeCrisp.pushed.length;
		});
		expect(pushed).toBe(1);
		await expectTold(page, START);
	});
});
