import { expect } from "vitest";
import { reconnect } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { journeysIn, type Site } from "../journey.js";
import { START } from "../told.js";

const PAUSED = "chatbot_paused:human";

/** ms for which a delivered signal stays in such a client, which says it again itself after a dead line. */
const HELD = 120_000;

const pass = (page: Page, ms: number) => page.evaluate((ms) => window.pass(ms), ms);

const readHeld = (page: Page) => page.evaluate(() => window.$crisp.get("session:data", "enum"));

/** Runs in the page: a start is called, and taken for delivered. */
async function start() {
	void signals.startChatbot();
	await window.pass(5000);
	return signals.getState();
}

/** Runs in the page: the line is lost, and back. */
async function reconnectThere() {
	fakeCrisp.drop();
	fakeCrisp.restore();
	await window.pass(2000);
}

// In one engine, as the difference is in the library's own code.
journeysIn(["Chromium"], "with a client that hands out copies of its data, and a faked clock, a start", ({ it }) => {
	async function visit(site: Site) {
		const page = await site.visit({ isClockFaked: true, crisp: { liveData: false } });
		await pass(page, 2000);
		return page;
	}

	it("that is lost on a dead line is told, once, when the client has noticed", async (site) => {
		const page = await visit(site);
		await page.evaluate(() => fakeCrisp.drop({ unnoticed: true }));
		expect(await page.evaluate(start)).toMatchObject({ pending: 0, last: START });
		expect(await page.evaluate(() => fakeCrisp.told)).toEqual([]);
		await pass(page, HELD);
		expect(await page.evaluate(() => fakeCrisp.told)).toEqual([START]);
		await page.evaluate(reconnectThere);
		await pass(page, HELD);
		expect(await page.evaluate(() => fakeCrisp.told)).toEqual([START]);
	});

	it("is not told again by a reconnect two minutes later, over a human who has taken over", async (site) => {
		const page = await visit(site);
		expect(await page.evaluate(start)).toMatchObject({ pending: 0, last: START });
		await pass(page, HELD);
		expect(await readHeld(page)).not.toBe(START);
		await page.evaluate(() => fakeCrisp.pause("human"));
		await page.evaluate(reconnectThere);
		await pass(page, HELD);
		expect(await page.evaluate(() => [fakeCrisp.told, signals.getState().pending])).toEqual([[START], 0]);
	});

	it("stays in the client for two minutes, and no longer", async (site) => {
		const page = await visit(site);
		await page.evaluate(start);
		await pass(page, HELD - 10_000);
		expect(await readHeld(page)).toBe(START);
		await pass(page, 10_000);
		expect(await readHeld(page)).not.toBe(START);
	});

	it("leaves the client at once for a pause that the site's server tells the page of", async (site) => {
		const page = await visit(site);
		await page.evaluate(start);
		await page.evaluate((value) => {
			fakeCrisp.pause("human");
			signals.receive(value);
		}, PAUSED);
		// Crisp's 500 ms.
		await pass(page, 1000);
		expect(await readHeld(page)).toBe(PAUSED);
		await page.evaluate(reconnectThere);
		await pass(page, HELD);
		await page.evaluate(reconnectThere);
		expect(await page.evaluate(() => [fakeCrisp.told, fakeCrisp.serverValue])).toEqual([[START], PAUSED]);
	});
});

journeysIn(["Chromium"], "with a client that hands out copies of its data,", ({ it }) => {
	it("Enum's pause stays on the server over two reconnects, if the page was told of it", async (site) => {
		const page = await site.visitJoined({ crisp: { liveData: false } });
		await page.evaluate(async (value) => {
			await signals.startChatbot();
			fakeCrisp.pause("human");
			signals.receive(value);
		}, PAUSED);
		await page.waitFor((value) => window.$crisp.get("session:data", "enum") === value, PAUSED);
		await reconnect(page);
		await reconnect(page);
		expect(await page.evaluate(() => [fakeCrisp.told, fakeCrisp.serverValue])).toEqual([[START], PAUSED]);
	});
});
