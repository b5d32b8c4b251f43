import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

/** Where Chrome is on macOS and Windows. */
function findInstalledChrome() {
	try {
		return puppeteer.executablePath("chrome");
	} catch {
		return undefined;
	}
}

/** @returns the path of Chromium or Chrome, or nothing. */
export const findChromium = () =>
	[
		process.env.CHROMIUM_PATH,
		"/usr/bin/chromium",
		"/usr/bin/chromium-browser",
		"/usr/bin/google-chrome",
		findInstalledChrome(),
	].find((path) => path && existsSync(path));
