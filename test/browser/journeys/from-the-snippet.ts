import { expect } from "vitest";
import type { BlockTests } from "../../docs/pages.js";
import { reconnect } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeysIn, type Site } from "../journey.js";
import { openPage, takeGlobal } from "../pasted.js";
import { expectTold, PAUSE, START } from "../told.js";

const openBefore = (site: Site) => openPage(site, "before", false);
const openAfter = (site: Site) => openPage(site, "after");

/** Runs in the page: clicks the first button, and the second one within Crisp's 500 ms: at once, so that no machine is too slow. */
function clickBoth() {
	for (const button of document.querySelectorAll("button")) button.click();
}

/** Runs in the page: its time is twenty times slower, so that each machine leaves it within the snippet's second. */
function slowDown() {
	const { setTimeout } = window;
	Object.assign(window, { setTimeout: (run: () => void, ms = 0) => setTimeout(run, 20 * ms) });
}

/** Runs in the page, and leaves it within the snippet's second. */
function clickAndLeave() {
	document.querySelector("button")?.click();
	setTimeout(() => location.reload());
}

const readTold = (page: Page) => page.evaluate(() => fakeCrisp.told);

const PAUSED = "chatbot_paused:human";

const TESTS: BlockTests<"from-the-snippet", Record<string, (site: Site) => Promise<void>>> = {
	"from-the-snippet: Before, html": {
		async "starts and pauses"(site) {
			const page = await openBefore(site);
			await page.evaluate(() => document.querySelector("button")?.click());
			await page.waitFor(() => fakeCrisp.told.length);
			await page.evaluate(() => document.querySelectorAll("button")[1]?.click());
			await page.waitFor(() => fakeCrisp.told.length > 1);
			expect(await readTold(page)).toEqual([START, PAUSE]);
		},
		async "loses a click whose page is left, and a start that is followed by a pause"(site) {
			const page = await openBefore(site);
			await page.evaluate(slowDown);
			await page.leave(clickAndLeave);
			await page.waitFor(() => window.fakeCrisp?.isJoined);
			await page.evaluate(clickBoth);
			await page.waitFor(() => fakeCrisp.told.length);
			expect(await readTold(page)).toEqual([PAUSE]);
		},
		async "leaves Crisp a start that it says again over a human"(site) {
			const page = await openBefore(site);
			await page.evaluate(() => document.querySelector("button")?.click());
			await page.waitFor(() => fakeCrisp.told.length);
			await page.evaluate(() => fakeCrisp.pause());
			await reconnect(page);
			expect(await readTold(page)).toEqual([START, START]);
			expect(await page.evaluate(() => fakeCrisp.serverValue)).toBe(START);
		},
	},
	"from-the-snippet: After, html": {
		async "delivers a click whose page is left"(site) {
			const page = await openAfter(site);
			await page.leave(clickAndLeave);
			await page.waitFor(takeGlobal);
			await expectTold(page, START);
		},
		async "delivers a start that is followed by a pause"(site) {
			const page = await openAfter(site);
			await page.evaluate(clickBoth);
			await expectTold(page, START, PAUSE);
		},
		async "leaves Crisp nothing that it could say again over a human"(site) {
			const page = await openAfter(site);
			await page.evaluate(() => document.querySelector("button")?.click());
			await expectTold(page, START);
			await page.evaluate(() => fakeCrisp.pause());
			await reconnect(page);
			await expectTold(page, START);
			expect(await page.evaluate(() => fakeCrisp.serverValue)).toBe(PAUSED);
		},
	},
	"from-the-snippet: Where your code calls the function, html": {
		async "calls the library"(site) {
			const page = await openPage(site, "old-calls");
			await page.evaluate(() => {
				const { run_pause_chatbot } = window as never as { run_pause_chatbot(value: string): void };
				run_pause_chatbot("start_chatbot");
				run_pause_chatbot("pause_chatbot");
			});
			await expectTold(page, START, PAUSE);
		},
	},
};

for (const [name, tests] of Object.entries(TESTS)) {
	journeysIn(["Chromium"], `the guide's code, ${name}:`, ({ it }) => {
		for (const [title, test] of Object.entries(tests)) it(title, test);
	});
}
