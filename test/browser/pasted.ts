import { beforeAll, expect, inject } from "vitest";
import type { Page } from "./engines/browser.js";
import type { Site, Visit } from "./journey.js";
import { type APPS, makePastedFiles } from "./pasted-files.js";

beforeAll(() => makePastedFiles(inject("madeFolder")));

/** Runs in a page with the script tag. */
export const takeGlobal = () => {
	const { CrispSignals } = window as { CrispSignals?: Window["signals"] };
	Object.assign(window, { signals: CrispSignals, notes: [] });
	return CrispSignals !== undefined;
};

/** A page that asks other hosts for files gets ours. */
export async function visitPasted(site: Site, name: string) {
	const page = await site.visit({ artifact: "none", crispComes: "later" });
	await page.evaluate(async () => {
		await navigator.serviceWorker.register("/elsewhere.js");
		await navigator.serviceWorker.ready;
	});
	await page.open(site.urlOf(`pasted/${name}.html`));
	return page;
}

/** The same, as soon as Crisp has joined. */
export async function openPage(site: Site, name: string, hasLibrary = true) {
	const page = await visitPasted(site, name);
	// Its script has run by the time the page is complete, or never will.
	expect(await page.evaluate(takeGlobal)).toBe(hasLibrary);
	await page.waitFor(() => window.fakeCrisp?.isJoined);
	return page;
}

/** Puts an app on an empty page, with what its console says in `notes`. */
export async function loadApp(page: Page, name: keyof typeof APPS) {
	await page.evaluate((src) => {
		console.log = (...args) => void notes.push(args.join(" ").trim());
		document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
	}, `/pasted/${name}.js`);
	await page.waitFor(() => window.signals);
}

export async function openApp(site: Site, name: keyof typeof APPS, visit: Visit = {}) {
	const page = await site.visit({ artifact: "none", ...visit });
	await loadApp(page, name);
	return page;
}
