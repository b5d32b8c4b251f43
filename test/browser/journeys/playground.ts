import { readFileSync } from "node:fs";
import type { Page as PuppeteerPage } from "puppeteer-core";
import { afterAll, expect } from "vitest";
import { SCENARIOS } from "../../../examples/playground/scenarios.js";
import { makePictures } from "../../../scripts/picture.mjs";
import { startPlayground } from "../../../scripts/playground.mjs";
import { journeysIn } from "../journey.js";

/** Opens the playground. */
type Open = (
	address?: string,
	motion?: "reduce" | "no-preference",
) => Promise<{ page: PuppeteerPage; pass: (ms: number) => Promise<void> }>;

interface Playground {
	visit<T>(run: (open: Open) => Promise<T>): Promise<T>;
	stop(): Promise<void>;
}

/** ms on the page's clock in which any scenario is over. */
const DURATION = 13_000;

/** ms in which a scenario that plays by itself has clicked. */
const CLICKED = 3000;

/** What the playground says: the verdict on the library, on the plain snippet, and what has happened. */
const read = () =>
	["library-verdict", "snippet-verdict", "moment"].map((id) => document.getElementById(id)?.textContent);

/** Which scenario is marked as the one that is shown. */
const readCurrent = () => document.querySelector("#scenarios [aria-current]")?.textContent;

const NOTHING = ["Nothing called yet.", "Nothing called yet.", "Click a button in the shop, or choose a scenario."];
const DELIVERED = ["1 of 1 delivered.", "1 of 1 delivered."];
const LOST = ["1 of 1 delivered.", "0 of 1 delivered: start_chatbot was lost."];

/** By the scenario's address: both verdicts, and what the sentence must name. */
const ENDS: Record<string, [string[], RegExp]> = {
	"a-human-takes-over": [
		["1 of 1 delivered, Enum's pause stands.", "1 of 1 delivered, start_chatbot was told again over a human."],
		/Crisp repeated the plain snippet's old click/,
	],
	"start-then-pause": [
		["2 of 2 delivered.", "1 of 2 delivered: start_chatbot was lost."],
		/two quick clicks Crisp sends the last one only/,
	],
	"leave-the-page": [LOST, /left before the plain snippet was done/],
	"the-line-is-down": [LOST, /Crisp dropped what the plain snippet sent/],
	"the-line-dies": [DELIVERED, /for the plain snippet Crisp did, which repeats a page's last click/],
	"the-line-dies-the-visitor-moves-on": [LOST, /lost on the dead connection/],
	"faster-than-crisp": [LOST, /Crisp was still loading/],
};

const NUMBER = /\d+(?:\.\d+)?/g;

// Its clock can be moved in Chromium only.
journeysIn(["Chromium"], "the playground", ({ it }) => {
	let started: Promise<Playground> | undefined;

	function start() {
		started ??= startPlayground() as Promise<Playground>;
		return started;
	}

	async function visit<T>(run: (open: Open) => Promise<T>) {
		const playground = await start();
		return playground.visit(run);
	}

	afterAll(async () => {
		const playground = await started;
		await playground?.stop();
	});

	it("says of each scenario what has happened and why", async () => {
		expect(SCENARIOS.map(({ slug }) => slug)).toEqual(Object.keys(ENDS));
		await visit(async (open) => {
			for (const [slug, [verdicts, why]] of Object.entries(ENDS)) {
				const { page, pass } = await open(`#${slug}`);
				await pass(DURATION);
				expect(await page.evaluate(read)).toEqual([...verdicts, expect.stringMatching(why)]);
				await page.close();
			}
		});
	});

	it("plays a scenario by itself when it is opened for the first time, and then no more", async () => {
		await visit(async (open) => {
			const first = await open();
			await first.pass(DURATION);
			expect(await first.page.evaluate(read)).toEqual([
				"1 of 1 delivered, Enum's pause stands.",
				"1 of 1 delivered, start_chatbot was told again over a human.",
				expect.any(String),
			]);
			await first.page.close();
			const second = await open();
			await second.pass(CLICKED);
			expect(await second.page.evaluate(read)).toEqual(NOTHING);
		});
	});

	it("plays nothing by itself for a visitor who prefers reduced motion", async () => {
		await visit(async (open) => {
			const { page, pass } = await open("", "reduce");
			await pass(DURATION);
			expect(await page.evaluate(read)).toEqual(NOTHING);
		});
	});

	/** By the mouse alone: what Puppeteer does for a selector waits for the page's clock. */
	async function clickAt(page: PuppeteerPage, selector: string) {
		const [x, y] = await page.evaluate((selector) => {
			const { left, top } = document.querySelector(selector)?.getBoundingClientRect() ?? { left: 0, top: 0 };
			return [left + 20, top + 20] as const;
		}, selector);
		await page.mouse.click(x, y);
	}

	const acts: Record<string, (page: PuppeteerPage) => Promise<void>> = {
		"a click": (page) => clickAt(page, "h1"),
		"a click in the shop": (page) => clickAt(page, "iframe"),
		"a key": (page) => page.keyboard.press("Tab"),
	};
	for (const [name, act] of Object.entries(acts)) {
		it(`stops playing by itself at ${name}`, async () => {
			await visit(async (open) => {
				const { page, pass } = await open();
				await pass(CLICKED);
				expect(await page.evaluate(read)).toEqual([...DELIVERED, "Enum has heard Start on both sides."]);
				await act(page);
				await pass(DURATION);
				expect(await page.evaluate(read)).toEqual([...DELIVERED, "Enum has heard Start on both sides."]);
			});
		});
	}

	it("plays what the address says, also after Back", async () => {
		await visit(async (open) => {
			const { page, pass } = await open("#leave-the-page");
			await pass(DURATION);
			expect(await page.evaluate(readCurrent)).toBe("Click, then leave the page");
			await page.evaluate(() => document.querySelector<HTMLElement>("#scenarios a[href='#the-line-dies']")?.click());
			await pass(DURATION);
			expect(await page.evaluate(() => location.hash)).toBe("#the-line-dies");
			expect(await page.evaluate(read)).toEqual([...DELIVERED, expect.stringMatching("Both arrived late")]);
			await page.evaluate(() => history.back());
			await pass(DURATION);
			expect(await page.evaluate(readCurrent)).toBe("Click, then leave the page");
			expect(await page.evaluate(read)).toEqual([...LOST, expect.stringMatching("left before")]);
		});
	});

	it("is what the picture in README shows", async () => {
		for (const [name, picture] of Object.entries((await makePictures(await start())) as Record<string, string>)) {
			const kept = readFileSync(new URL(`../../../docs/images/timeline-${name}.svg`, import.meta.url), "utf8");
			expect(kept.replace(NUMBER, "0"), "Run npm run picture").toBe(picture.replace(NUMBER, "0"));
			// A browser may round otherwise.
			const numbers = picture.match(NUMBER)?.map(Number) ?? [];
			const moved = kept.match(NUMBER)?.map((number, index) => Math.abs(Number(number) - (numbers[index] ?? 0))) ?? [];
			expect(Math.max(...moved), "Run npm run picture").toBeLessThanOrEqual(2);
		}
	});
});
