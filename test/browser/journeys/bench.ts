import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { journeys } from "../journey.js";

const readReport = (name: string) =>
	JSON.parse(readFileSync(new URL(`../../bench/results/${name}.json`, import.meta.url), "utf8"));

journeys("the page of the benchmark", ({ it }) => {
	it("shows each situation in words, and a bar for each figure", async (site) => {
		const page = await site.newTab();
		await page.open(site.urlOf("bench/"));
		await page.waitFor(() => document.body.dataset.isShown);
		const shown = await page.evaluate(() => ({
			situations: [...document.querySelectorAll("#matrix th[scope=row]")].map((cell) => cell.firstChild?.textContent),
			empty: [...document.querySelectorAll("#matrix td")].filter((cell) => !cell.textContent).length,
			figures: document.querySelectorAll("figure").length,
		}));
		const { situations } = readReport("delivery");
		const parts = ["bytes", "start-up", "latency", "idle", "scale"].map((name) => readReport(name).rows.length);
		expect(shown).toEqual({
			situations: [...situations.map(({ name }: { name: string }) => name), "All"],
			empty: 0,
			figures: parts.reduce((sum, count) => sum + count),
		});
	});
});
