import { expect } from "vitest";
import { lookNow, reconnect } from "../crisp.js";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

const PAUSED = "chatbot_paused:human";

/** ms until the page has heard of a pause that a reconnect has shown. An idle page looks less often. */
const SOON = 12_000;

journeys("Enum's pause stays on the server over two reconnects", ({ it }) => {
	for (const after of [100, 1000]) {
		it(`and the open page hears of it, ${after} ms after a start`, async (site) => {
			const page = await site.visitJoined();
			await page.evaluate(async (after) => {
				signals.onPaused(() => notes.push(performance.now()));
				await signals.startChatbot();
				setTimeout(() => fakeCrisp.pause("human"), after);
			}, after);
			await page.waitFor((value) => fakeCrisp.serverValue === value, PAUSED);
			const [reconnectedAt, heard] = await page.evaluate(() => [performance.now(), notes]);
			expect(heard).toEqual([]);
			await reconnect(page);
			await page.waitFor(() => notes.length);
			const [firstAt] = (await page.evaluate(() => notes)) as number[];
			expect((firstAt as number) - (reconnectedAt as number)).toBeLessThan(SOON);
			await reconnect(page);
			await lookNow(page);
			await expectTold(page, START);
			expect(await page.evaluate(() => [fakeCrisp.serverValue, notes.length])).toEqual([PAUSED, 1]);
		});
	}

	it("and the open page hears of it, a minute of a faked clock after a start", async (site) => {
		const page = await site.visit({ isClockFaked: true });
		const heard = await page.evaluate(async () => {
			signals.onPaused(({ value }) => notes.push(value));
			void signals.startChatbot();
			await window.pass(60_000);
			fakeCrisp.pause("human");
			await window.pass(2000);
			const counts = [notes.length];
			for (let reconnects = 0; reconnects < 2; reconnects++) {
				fakeCrisp.drop();
				fakeCrisp.restore();
				await window.pass(2000);
				counts.push(notes.length);
			}
			await window.pass(60_000);
			return counts;
		});
		expect(heard).toEqual([0, 1, 1]);
		await expectTold(page, START);
		expect(await page.evaluate(() => fakeCrisp.serverValue)).toBe(PAUSED);
	});
});
