import { expect } from "vitest";
import { type Engine, findEngine } from "../engines/find.js";
import { launchWithPuppeteer } from "../engines/puppeteer.js";
import { journeysIn } from "../journey.js";
import { expectTold, START } from "../told.js";

/** Timers of a hidden tab go off once a minute, from 5 s on after it was hidden, or from 60 s on if it had loaded. */
const THROTTLING =
	"--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5,QuickIntensiveWakeUpThrottlingAfterLoading";

/** ms; longer than it takes until they do. */
const delay = 65_000;

/** ms; the hold, the minute in which it ends, and another one until Crisp's own timer goes off. */
const MINUTES = 240_000;

// The others cannot be told to.
journeysIn(["Chromium"], "in a hidden tab whose timers go off once a minute", ({ meanwhile }) => {
	meanwhile("a signal that waits there is delivered", async (site) => {
		const browser = await launchWithPuppeteer(findEngine(site.engine) as Engine, [THROTTLING]);
		try {
			const tab = await browser.newTab();
			await tab.open(site.urlFor({ options: { delay, timeout: 600_000 } }));
			await tab.waitFor(() => window.isReady && fakeCrisp.isJoined);
			await tab.hide();
			await tab.waitFor(() => document.hidden);
			await tab.evaluate(() => {
				void signals.startChatbot();
				const tick = () => {
					notes.push(Date.now());
					setTimeout(tick, 100);
				};
				tick();
			});
			await tab.withPatience(MINUTES).waitFor(() => fakeCrisp.told.length);
			const ticks = (await tab.evaluate(() => notes)) as number[];
			// The tab was as slow as it was to be.
			expect(Math.max(...ticks.map((at, index) => at - (ticks[index - 1] ?? at)))).toBeGreaterThan(50_000);
			await tab.show();
			await expectTold(tab, START);
			// One dummy and one value: it was not too slow for them.
			expect(await tab.evaluate(() => fakeCrisp.pushed.length)).toBe(2);
		} finally {
			await browser.close();
		}
	});
});
