import { expect } from "vitest";
import { readBlock } from "../../docs/pages.js";
import { journeys } from "../journey.js";
import { EMPTY, FAILING } from "../loaders.js";
import { makePage } from "../made-files.js";
import { START } from "../told.js";

const LOADERS = { ...FAILING, "is replaced by an empty script": EMPTY };

const PAGES = Object.entries(LOADERS).map(([title, src], index) => ({
	title,
	path: `blocked/${index}.html`,
	html: `
		<style>${readBlock("consent-and-ad-blockers: Where Crisp is blocked, css").code}</style>
		<script>window.$crisp = [];</script>
		<script src="${src}" async></script>
		<script src="/crisp-signals.min.js" defer></script>
		<button data-crisp-signal="start">Ask our assistant</button>
		<a class="other-help" href="/contact">Write to us</a>
	`,
}));

for (const { path, html } of PAGES) makePage(path, html);

/** What the visitor and the site's own code see of the start button, and of the link behind it. */
function readPage() {
	const { CrispSignals } = window as unknown as { CrispSignals: Window["signals"] };
	const button = document.querySelector("button");
	const { ready, pending, error } = CrispSignals.getState();
	return {
		state: button?.getAttribute("data-crisp-signal-state"),
		busy: button?.getAttribute("aria-busy"),
		otherHelp: getComputedStyle(document.querySelector(".other-help") as Element).display,
		ready,
		pending,
		code: error?.code ?? null,
	};
}

interface Note {
	type: string;
	/** ms */
	at: number;
	code?: string;
	signal?: string;
}

/** Runs in the page. */
function noteClickAndFailure() {
	const note = (event: Event) => {
		const { code, signal } = { ...(event as CustomEvent).detail };
		notes.push({ type: event.type, at: event.timeStamp, code, signal });
	};
	document.addEventListener("click", note);
	document.addEventListener("crisp-signal:failed", note);
}

journeys("where Crisp's l.js", ({ it }) => {
	for (const { title, path } of PAGES) {
		it(`${title}, a click fails after fifteen seconds, and another help is offered`, async (site) => {
			const page = await site.newTab();
			await page.open(site.urlOf(path));
			await page.waitFor(() => document.readyState === "complete");
			await page.evaluate(noteClickAndFailure);
			await page.click("button");
			const pending = { ready: false, pending: 1, code: null };
			expect(await page.evaluate(readPage)).toEqual({ state: "pending", busy: "true", otherHelp: "none", ...pending });
			await page.waitFor(() => notes.length > 1);
			const failed = { ready: false, pending: 0, code: "CRISP_UNAVAILABLE" };
			expect(await page.evaluate(readPage)).toEqual({ state: "failed", busy: null, otherHelp: "inline", ...failed });
			const [click, failure] = (await page.evaluate(() => notes)) as [Note, Note];
			expect(failure).toMatchObject({ type: "crisp-signal:failed", code: "CRISP_UNAVAILABLE", signal: START });
			const elapsed = failure.at - click.at;
			expect(elapsed).toBeGreaterThan(14_900);
			// The chatbot's own timeout is a minute.
			expect(elapsed).toBeLessThan(30_000);
			const others = await page.evaluate(() => errors.filter((error) => !error.endsWith("l.js")));
			expect([others, await page.evaluate(() => consoleErrors)]).toEqual([[], []]);
		});
	}
});
