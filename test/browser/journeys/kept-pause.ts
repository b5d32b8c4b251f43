import { expect } from "vitest";
import { goOnline, reconnect } from "../crisp.js";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

const PAUSED = "chatbot_paused:human";

const CHATBOTS = [
	["one chatbot", 1],
	["two chatbots", 2],
] as const;

/** ms until the page has heard of a pause that a reconnect has shown. An idle page looks less often. */
const SOON = 8000;

journeys("Enum's pause stays on the server over two reconnects", ({ it }) => {
	for (const [chatbots, count] of CHATBOTS) {
		for (const after of [100, 1000]) {
			it(`and the open page hears of it, ${after} ms after a start, with ${chatbots}`, async (site) => {
				const page = await site.visitJoined();
				await page.evaluate(
					async (count, after) => {
						const chatbots = [signals, signals.createChatbot()].slice(0, count);
						for (const { onPaused } of chatbots) onPaused(() => notes.push(performance.now()));
						await signals.startChatbot();
						setTimeout(() => fakeCrisp.pause("human"), after);
					},
					count,
					after,
				);
				await page.waitFor((value) => fakeCrisp.serverValue === value, PAUSED);
				const [reconnectedAt, heard] = await page.evaluate(() => [performance.now(), notes]);
				expect(heard).toEqual([]);
				await reconnect(page);
				await page.waitFor((count) => notes.length >= count, count);
				const [firstAt] = (await page.evaluate(() => notes)) as number[];
				expect((firstAt as number) - (reconnectedAt as number)).toBeLessThan(SOON);
				await reconnect(page);
				await goOnline(page);
				await expectTold(page, START);
				expect(await page.evaluate(() => [fakeCrisp.serverValue, notes.length])).toEqual([PAUSED, count]);
			});
		}

		it(`and the open page hears of it, a minute of a faked clock after a start, with ${chatbots}`, async (site) => {
			const page = await site.visit({ isClockFaked: true });
			const heard = await page.evaluate(async (count) => {
				const chatbots = [signals, signals.createChatbot()].slice(0, count);
				for (const { onPaused } of chatbots) onPaused(({ value }) => notes.push(value));
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
			}, count);
			expect(heard).toEqual([0, count, count]);
			await expectTold(page, START);
			expect(await page.evaluate(() => fakeCrisp.serverValue)).toBe(PAUSED);
		});
	}

	it("where the client hands out copies, if the page was told of it", async (site) => {
		const page = await site.visitJoined({ crisp: { liveData: false } });
		await page.evaluate(async (value) => {
			await signals.startChatbot();
			fakeCrisp.pause("human");
			signals.receive(value);
		}, PAUSED);
		await page.waitFor((value) => window.$crisp.get("session:data", "enum") === value, PAUSED);
		await reconnect(page);
		await reconnect(page);
		expect(await page.evaluate(() => [fakeCrisp.told, fakeCrisp.serverValue])).toEqual([[START], PAUSED]);
	});
});
