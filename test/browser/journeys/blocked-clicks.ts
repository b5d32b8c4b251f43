import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { EMPTY, FAILING } from "../loaders.js";
import { expectTold, PAUSE, START } from "../told.js";

/** ms after which a signal is given up where Crisp is blocked. */
const BLOCKED_TIME = 15_000;

/** ms within which Crisp loads, joins and gets a signal. */
const DELIVERY = 5000;

const LOADERS = { ...FAILING, "is replaced by an empty script": EMPTY };

const pass = (page: Page, ms: number) => page.evaluate((ms) => window.pass(ms), ms);

const stateOf = (page: Page) =>
	page.evaluate(() => document.querySelector("#start")?.getAttribute("data-crisp-signal-state"));

const click = (page: Page) => page.evaluate(() => document.querySelector<HTMLElement>("#start")?.click());

async function visit(site: Site) {
	const page = await site.visit({ isClockFaked: true, crispComes: "later" });
	await page.waitFor(() => document.readyState === "complete");
	return page;
}

/** The site's snippet runs on a page that has the library, and its script ends before this does. */
const runSnippet = (page: Page, src: string) =>
	page.evaluate(async (src) => {
		window.$crisp = [];
		const script = Object.assign(document.createElement("script"), { src });
		await new Promise((resolve) => {
			Object.assign(script, { onload: resolve, onerror: resolve });
			document.head.append(script);
		});
	}, src);

journeys("with a faked clock, a click", ({ it }) => {
	for (const [what, src] of Object.entries(LOADERS)) {
		it(`fails fifteen seconds later where l.js ${what}, and so does what code has called`, async (site) => {
			const page = await visit(site);
			await runSnippet(page, src);
			await click(page);
			await pass(page, 5000);
			await page.evaluate(() => void signals.pauseChatbot().catch(({ code }) => notes.push(code)));
			await pass(page, BLOCKED_TIME - 5100);
			expect([await stateOf(page), await page.evaluate(() => signals.getState().pending)]).toEqual(["pending", 2]);
			await pass(page, 100);
			expect([await stateOf(page), await page.evaluate(() => signals.getState().pending)]).toEqual(["failed", 1]);
			await pass(page, 4900);
			expect(await page.evaluate(() => notes)).toEqual([]);
			await pass(page, 100);
			expect(await page.evaluate(() => notes)).toEqual(["CRISP_UNAVAILABLE"]);
			expect(await page.evaluate(() => signals.getState())).toMatchObject({ ready: false, pending: 0, last: null });
		});
	}

	it("fails at the timeout in its attribute, where that is over first", async (site) => {
		const page = await visit(site);
		await runSnippet(page, FAILING["is not found"]);
		await page.evaluate(() => document.querySelector("#start")?.setAttribute("data-crisp-signal-timeout", "3000"));
		await click(page);
		await pass(page, 2900);
		expect(await stateOf(page)).toBe("pending");
		await pass(page, 100);
		expect(await stateOf(page)).toBe("failed");
	});

	it("waits its whole minute while no consent tool has let l.js onto the page", async (site) => {
		const page = await visit(site);
		await page.evaluate(() => void Object.assign(window, { $crisp: [] }));
		await click(page);
		await pass(page, 59_900);
		expect(await stateOf(page)).toBe("pending");
		await pass(page, 100);
		expect(await stateOf(page)).toBe("failed");
	});

	it("that has failed is not told by a Crisp that comes late, the next one is", async (site) => {
		const page = await visit(site);
		await runSnippet(page, FAILING["is not found"]);
		await click(page);
		await pass(page, BLOCKED_TIME);
		expect(await stateOf(page)).toBe("failed");
		await page.evaluate(() => void signals.pauseChatbot());
		await page.evaluate(() => fakeCrisp.runScript());
		await pass(page, DELIVERY);
		await expectTold(page, PAUSE);
		await click(page);
		expect(await stateOf(page)).toBe("pending");
		await pass(page, DELIVERY);
		await expectTold(page, PAUSE, START);
		expect(await stateOf(page)).toBe("sent");
		expect(await page.evaluate(() => signals.getState())).toMatchObject({ ready: true, pending: 0, error: null });
	});
});
