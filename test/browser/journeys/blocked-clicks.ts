import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { EMPTY, FAILING } from "../loaders.js";
import { expectTold, PAUSE, START } from "../told.js";

/** ms after which a click fails where Crisp is blocked. */
const BLOCKED_TIMEOUT = 10_000;

/** ms within which Crisp loads, joins and gets a signal. */
const DELIVERY = 5000;

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

journeys("with a faked clock, a click", ({ it, eachClient }) => {
	for (const [what, src] of Object.entries(FAILING)) {
		it(`fails ten seconds later where l.js ${what}, and what code has called waits on`, async (site) => {
			const page = await visit(site);
			await runSnippet(page, src);
			await page.evaluate(() => void signals.pauseChatbot());
			await click(page);
			await pass(page, BLOCKED_TIMEOUT - 100);
			expect(await stateOf(page)).toBe("pending");
			// By then the page is a little younger: only the error tells.
			await pass(page, 100);
			expect(await stateOf(page)).toBe("failed");
			const [state, code] = await page.evaluate(() => [signals.getState(), signals.getState().error?.code]);
			expect(state).toMatchObject({ ready: false, pending: 1, last: null });
			expect(code).toBe("CRISP_UNAVAILABLE");
		});
	}

	it("fails where the page has loaded ten seconds ago, l.js is there and Crisp is not", async (site) => {
		const page = await visit(site);
		await runSnippet(page, EMPTY);
		await click(page);
		await pass(page, BLOCKED_TIMEOUT);
		// The page took a while to load.
		expect(await stateOf(page)).toBe("pending");
		await page.evaluate(async () => {
			const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
			await window.pass((navigation?.loadEventEnd ?? 0) + 100);
		});
		expect(await stateOf(page)).toBe("failed");
	});

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
		await click(page);
		await pass(page, 59_900);
		expect(await stateOf(page)).toBe("pending");
		await pass(page, 100);
		expect(await stateOf(page)).toBe("failed");
	});

	eachClient("that has failed is not told by a Crisp that comes late, the others are", async (site) => {
		const page = await visit(site);
		await runSnippet(page, FAILING["is not found"]);
		await page.evaluate(() => void signals.pauseChatbot());
		await click(page);
		await pass(page, BLOCKED_TIMEOUT);
		expect(await stateOf(page)).toBe("failed");
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
