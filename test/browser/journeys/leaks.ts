import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeysIn } from "../journey.js";

/** Bytes. Ten thousand of anything that is kept would be several times as much. */
const NOISE = 200_000;

const measure = async (page: Page) => ({
	heap: 0,
	listeners: 0,
	...(await page.measure?.()),
	timers: await page.evaluate(() => timers.size),
});

/** Runs `run` a few times, so that code is compiled and caches are warm, and then many times; compares before and after. */
async function expectNothingKept(page: Page, run: (count: number) => Promise<void>, count: number) {
	await page.evaluate(run, 500);
	const before = await measure(page);
	await page.evaluate(run, count);
	const after = await measure(page);
	expect(before.heap).toBeGreaterThan(0);
	expect(after.heap - before.heap).toBeLessThan(NOISE);
	// The page itself may let go of something meanwhile.
	expect(after.listeners).toBeLessThanOrEqual(before.listeners);
	expect(after.timers).toBeLessThanOrEqual(before.timers);
}

/** `run` is called in the page. */
const LEAKS: [string, number, (count: number) => Promise<void>][] = [
	[
		"10,000 signals",
		10_000,
		async (count) => {
			for (let index = 0; index < count; index++) {
				const sent = signals.startChatbot();
				await window.pass(3000);
				await sent;
			}
		},
	],
	[
		"10,000 subscriptions and their undo",
		10_000,
		async (count) => {
			// Lives as long as the page, as what hangs on it would.
			const page = window as unknown as { life?: AbortController };
			page.life ??= new AbortController();
			const { signal } = page.life;
			for (let index = 0; index < count; index++) {
				const undos = [signals.subscribe(() => {}), signals.onPaused(() => {}, { signal })];
				for (const undo of undos) undo();
				if (index % 100 === 0) await window.pass(1000);
			}
			await window.pass(1000);
		},
	],
	[
		"1,000 lives of the page's chatbot",
		1000,
		async (count) => {
			const page = window as unknown as Record<symbol, { end(): void }>;
			for (let index = 0; index < count; index++) {
				signals.bindButtons();
				signals.onPaused(() => {});
				void signals.startChatbot();
				await window.pass(500);
				page[Symbol.for("crisp-signals:2")]?.end();
				await window.pass(1000);
			}
		},
	],
];

journeysIn(["Chromium"], "nothing is kept of", ({ it }) => {
	for (const [title, count, run] of LEAKS) {
		it(title, async (site) => {
			const page = await site.newTab();
			await page.open(site.ownUrlOf("leaks.html"));
			await page.waitFor(() => window.isReady);
			await expectNothingKept(page, run, count);
		});
	}
});
