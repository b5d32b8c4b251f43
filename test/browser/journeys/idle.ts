import { expect } from "vitest";
import { journeys } from "../journey.js";
import { START } from "../told.js";

/** Runs in the page: lets a minute pass, and returns how often Crisp was looked at. */
async function countLooks() {
	const { $crisp } = window;
	const { get } = $crisp;
	let count = 0;
	$crisp.get = (name: string, key?: string) => {
		if (name === "session:identifier") count += 1;
		return get(name, key);
	};
	await window.pass(60_000);
	$crisp.get = get;
	return count;
}

const EACH_15_S = 4;

journeys("in a minute of a faked clock the library looks at Crisp", ({ it }) => {
	it("never, before it is used", async (site) => {
		const page = await site.visit({ artifact: "none", isClockFaked: true });
		await page.evaluate(async () => {
			window.signals = await loadCopy();
			await window.pass(1000);
		});
		expect(await page.evaluate(countLooks)).toBe(0);
	});

	it("four times, when Crisp has joined", async (site) => {
		const page = await site.visit({ isClockFaked: true });
		await page.evaluate(() => window.pass(20_000));
		expect(await page.evaluate(countLooks)).toBe(EACH_15_S);
	});

	it("four times, when what was delivered is proven", async (site) => {
		const page = await site.visit({ isClockFaked: true });
		await page.evaluate(async () => {
			signals.onPaused(() => {});
			void signals.startChatbot();
			await window.pass(10_000);
			fakeCrisp.drop();
			fakeCrisp.restore();
			await window.pass(20_000);
		});
		expect(await page.evaluate(countLooks)).toBe(EACH_15_S);
		expect(await page.evaluate(() => fakeCrisp.told)).toEqual([START]);
	});
});
