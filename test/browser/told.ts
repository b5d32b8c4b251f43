import { expect } from "vitest";
import type { Signal } from "../../src/index.js";
import type { Page } from "./engines/browser.js";

/** Nothing is pending, and Crisp's client holds nothing that it could say again: nothing more will come by itself. */
function isQuiet(count: number) {
	if (window.fakeCrisp.told.length < count || window.signals.getState().pending > 0) return false;
	const { $crisp } = window;
	return $crisp.get("session:identifier") !== null && $crisp.get("session:data", "enum") === null;
}

/** Enum is told exactly these, in order, none twice. */
export async function expectTold(page: Page, ...signals: Signal[]): Promise<void> {
	// Who waits in vain wants to see what was told instead.
	const quiet = await page.waitFor(isQuiet, signals.length).catch(String);
	expect(await page.evaluate(() => window.fakeCrisp.told)).toEqual(signals);
	expect(quiet).toBe(true);
}

export const START = "start_chatbot";
export const PAUSE = "pause_chatbot";
