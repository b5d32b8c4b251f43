import { expect } from "vitest";
import type { Signal } from "../../src/index.js";
import type { Page } from "./engines/browser.js";

/** Nothing is pending, and what was delivered is overwritten by a dummy: nothing more will come by itself. */
const isQuiet = (count: number) => {
	const { told, serverValue } = window.fakeCrisp;
	return told.length >= count && window.signals.getState().pending === 0 && typeof serverValue === "number";
};

/** Enum is told exactly these, in order, none twice. */
export async function expectTold(page: Page, ...signals: Signal[]): Promise<void> {
	// Who waits in vain wants to see what was told instead.
	const quiet = await page.waitFor(isQuiet, signals.length).catch(String);
	expect(await page.evaluate(() => window.fakeCrisp.told)).toEqual(signals);
	expect(quiet).toBe(true);
}

export const START = "start_chatbot";
export const PAUSE = "pause_chatbot";
