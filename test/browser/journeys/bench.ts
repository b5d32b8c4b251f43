import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { journeysIn } from "../journey.js";

const readReport = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../bench/results/${name}.json`, import.meta.url), "utf8"));

journeysIn(["Chromium"], "the page of the benchmark", ({ it }) => {
	it("shows three figures in large type, each situation in words, and what it costs folded, with a unit at each bar", async (site) => {
		const page = await site.newTab();
		await page.open(site.urlOf("bench/"));
		await page.waitFor(() => document.body.dataset.isShown);
		const shown = await page.evaluate(() => {
			const readAll = (selector: string) =>
				[...document.querySelectorAll(selector)].map((item) => item.textContent ?? "");
			return {
				large: readAll("#figures strong"),
				situations: [...document.querySelectorAll("#matrix th[scope=row]")].map((cell) => cell.firstChild?.textContent),
				outcomes: readAll("#matrix td"),
				bars: readAll(".bar .value"),
				figures: document.querySelectorAll("figure").length,
				open: document.querySelectorAll("details[open]").length,
			};
		});
		const { situations, total, runs } = readReport("delivery");
		expect(shown.large).toEqual([
			`${total["crisp-signals"].delivered} of ${runs}`,
			expect.stringMatching(/^[\d.]+ kB$/),
			expect.stringMatching(/^[\d.]+ ms$/),
		]);
		expect(shown.situations).toEqual([...situations.map(({ name }: { name: string }) => name), "All"]);
		for (const outcome of shown.outcomes) expect(outcome).toMatch(/^\d+ of \d+/);
		for (const bar of shown.bars) expect(bar).toMatch(/^[\d.,]+ (ms|s|bytes|kB|MB|timers)(, |$)|^\d+ of \d+ arrive$/);
		const rows = ["bytes", "start-up", "latency", "idle", "scale"].map((name) => readReport(name).rows.length);
		expect(shown.figures).toBe(rows.reduce((sum, count) => sum + count));
		expect(shown.open).toBe(0);
	});
});
