import type { Page } from "./engines/browser.js";

/** The connection is lost, and is back. */
export async function reconnect(page: Page): Promise<void> {
	await page.evaluate(() => {
		fakeCrisp.drop();
		fakeCrisp.restore();
	});
	await page.waitFor(() => fakeCrisp.isConnected);
}

/** As the browser says when it is back on the net. An idle page looks at once then, instead of every 15 s. */
export const goOnline = (page: Page): Promise<void> =>
	page.evaluate(() => void window.dispatchEvent(new Event("online")));

/**
 * Runs in the page, whose line then dies unnoticed: calls these signals, and waits until all are taken for delivered.
 * Returns what Enum was told by then.
 */
export async function callOnDeadLine(...names: ("start" | "pause")[]): Promise<readonly string[]> {
	fakeCrisp.drop({ unnoticed: true });
	await Promise.all(names.map((name) => signals[`${name}Chatbot`]()));
	return fakeCrisp.told;
}
