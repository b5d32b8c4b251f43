import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("a frame with the library and without Crisp", ({ it }) => {
	for (const [what, leaveAt] of [
		["on its way", 200],
		["not proven", 2500],
	] as const) {
		it(`that loads first on the next page does not take a signal that is ${what}`, async (site) => {
			const page = await site.visitJoined();
			await page.evaluate(() => {
				// What is not proven has been lost.
				fakeCrisp.drop({ unnoticed: true });
				void signals.startChatbot();
			});
			await page.leave(
				(url, leaveAt) => void setTimeout(() => location.assign(url), leaveAt),
				site.urlFor({ artifact: "none", crispComes: "later" }),
				leaveAt,
			);
			await page.waitFor(() => window.isReady);
			await page.evaluate(
				(src) => void document.body.append(Object.assign(document.createElement("iframe"), { src })),
				site.urlFor({ crispComes: "later" }),
			);
			await page.waitFor(() => frames[0]?.isReady);
			expect(await page.evaluate(() => frames[0]?.signals.getState().pending)).toBe(0);
			await page.evaluate(async () => {
				fakeCrisp.install();
				window.signals = await loadCopy();
				signals.configure();
			});
			await expectTold(page, START);
			expect(await page.evaluate(() => frames[0]?.signals.getState())).toMatchObject({ pending: 0, last: null });
		});
	}
});
