import { expect } from "vitest";
import { goOnline } from "../crisp.js";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a page that is back from the back/forward cache", ({ alone }) => {
	for (const [phase, leaveAt] of [
		["dummy", 200],
		["hold", 750],
		["write", 1200],
	] as const) {
		// Browsers keep a few pages only, of all tabs together.
		alone(`does not say again what the page after it has delivered, left in the ${phase}`, async (site) => {
			const page = await site.visitJoined({ isFresh: true });
			await page.leave(
				(url, leaveAt) => {
					signals.startChatbot().then(({ signal }) => notes.push(signal));
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
			await goOnline(page);
			await expectTold(page, START, PAUSE);
			expect(await page.evaluate(() => notes)).toContain(START);
		});
	}
});
