import type { Page } from "./engines/browser.js";
import type { Site, Visit } from "./journey.js";

/** ms of the hold: a page that is left meanwhile has not told its signal. */
export const LONG_HOLD = 100_000;

/** Ends it. */
export const letGoOn = (page: Page) => page.evaluate(() => signals.configure({ delay: 600 }));

/** Runs in the page: a click, and a moment in which it is on its way. */
async function clickShortly() {
	document.querySelector<HTMLElement>("#start")?.click();
	await new Promise((resolve) => setTimeout(resolve, 300));
	return signals.getState().pending;
}

/** A tab in which the visitor has clicked 300 ms ago. */
export async function visitAndClick(site: Site, visit: Visit = {}): Promise<Page> {
	const tab = await site.visitJoined({ ...visit, options: { ...visit.options, delay: LONG_HOLD } });
	await tab.evaluate(clickShortly);
	return tab;
}

/** The same, and the visitor has gone to another site then. */
export async function clickAndLeave(site: Site, visit: Visit = {}): Promise<void> {
	const tab = await visitAndClick(site, visit);
	await tab.open("about:blank");
}

/** What this page itself has pending and has delivered. */
export const readOwn = (page: Page) =>
	page.evaluate(() => {
		const { pending, last } = signals.getState();
		return { pending, last };
	});
