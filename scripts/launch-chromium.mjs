import puppeteer from "puppeteer-core";
import { findChromium } from "./find-chromium.mjs";

/** The address bar's list is a page of its own, loaded twice for each window. */
export const NO_OMNIBOX_PAGES = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup";

/** @returns Puppeteer's browser. */
export async function launchChromium() {
	const executablePath = findChromium();
	if (!executablePath) throw new Error("No Chromium or Chrome was found: install one, or set CHROMIUM_PATH.");
	// A sandbox cannot be had as root.
	const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
	return puppeteer.launch({ executablePath, args: [NO_OMNIBOX_PAGES, ...sandbox] });
}
