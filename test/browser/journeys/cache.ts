import { expect } from "vitest";
import { lookNow } from "../crisp.js";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a page that is back from the back/forward cache", ({ alone }) => {
	for (const [phase, leaveAt, delay] of [
		["dummy", 200, 5000],
		["hold", 750, 5000],
		["write", 1200, 1000],
	] as const) {
		// Browsers keep a few pages only, of all tabs together.
		alone(`does not say again what the page after it has delivered, left in the ${phase}`, async (site) => {
			const page = await site.visitJoined({ isFresh: true, options: { delay } });
			await page.leave(
				(url, leaveAt) => {
					signals.startChatbot().then(() => notes.push("sent"));
					setTimeout(() => location.assign(url), leaveAt);
				},
				site.urlFor({ page: "second" }),
				leaveAt,
			);
			await page.waitFor(() => window.isReady && fakeCrisp.told.length);
			await page.evaluate(() => void signals.pauseChatbot());
			await expectTold(page, START, PAUSE);

			await page.back();
			expect(await page.evaluate(() => shows)).toEqual([false, true]);
			await page.waitFor(() => fakeCrisp.isConnected);
			await lookNow(page);
			await expectTold(page, START, PAUSE);
			expect(await page.evaluate(() => notes)).toEqual(["sent"]);
		});
	}
});
