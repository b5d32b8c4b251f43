import type { Page } from "./engines/browser.js";

/** The connection is lost, and is back. */
export async function reconnect(page: Page): Promise<void> {
	await page.evaluate(() => {
		fakeCrisp.drop();
		fakeCrisp.restore();
	});
	await page.waitFor(() => fakeCrisp.isConnected);
}

/** As the browser says when a tab comes into view. An idle page looks at Crisp at once then, instead of every 15 s. */
export const lookNow = (page: Page): Promise<void> =>
	page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

const setVisibility = (page: Page, state: DocumentVisibilityState): Promise<void> =>
	page.evaluate((state) => {
		Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
		document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
	}, state);

/** As when another tab covers it. */
export const hideByEvent = (page: Page): Promise<void> => setVisibility(page, "hidden");

/** As when it comes into view again. */
export const showByEvent = (page: Page): Promise<void> => setVisibility(page, "visible");

/**
 * Runs in the page, whose line then dies unnoticed: calls these signals, and waits until all are taken for delivered.
 * Returns what Enum was told by then.
 */
export async function callOnDeadLine(...names: ("start" | "pause")[]): Promise<readonly string[]> {
	fakeCrisp.drop({ unnoticed: true });
	await Promise.all(names.map((name) => signals[`${name}Chatbot`]()));
	return fakeCrisp.told;
}
