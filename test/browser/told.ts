import { expect } from "vitest";
import type { Signal } from "../../src/index.js";
import type { Page } from "./engines/browser.js";

/**
 * Nothing is pending, and Crisp's client holds nothing that it could say again: nothing more will come by itself. A client
 * that hands out copies holds what its server does, and a look at that brings nothing new.
 */
function isQuiet(count: number) {
	const { told, serverValue } = window.fakeCrisp;
	const { $crisp } = window;
	if (told.length < count || window.signals.getState().pending > 0) return false;
	if ($crisp.get("session:identifier") === null) return false;
	const held = $crisp.get("session:data", "enum");
	const data = $crisp.get("session:data");
	const isLive = $crisp.get("session:data") === data;
	if (isLive) return held === null;
	// An idle page looks at once then.
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
	return held === serverValue && window.signals.getState().pending === 0;
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
