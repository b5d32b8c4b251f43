import { expect } from "vitest";
import { journeys } from "../journey.js";
import { makePage } from "../made-files.js";
import { expectTold, START } from "../told.js";

/** What stands on the page before the library's script. */
const HOSTILE = {
	"a polluted Object.prototype": `<script>
		Object.assign(Object.prototype, { key: "stolen", timeout: 1, bind: "false" });
	</script>`,
	"an element whose id is CrispSignals": `<a id="CrispSignals" href="#">A review</a>`,
	"an image whose name is currentScript": `
		<img name="currentScript" alt="" data-key="stolen" data-timeout="1" data-bind="false">
	`,
	"an image whose name is scripts": `<img name="scripts" alt="">`,
};

/** How the page loads the library. */
const FORMS = ["defer", `type="module"`];

const PAGES = Object.entries(HOSTILE).flatMap(([what, hostile], index) =>
	FORMS.map((form, formIndex) => ({
		title: `${what} (${form})`,
		path: `hostile/${index}-${formIndex}.html`,
		html: `
			<script>window.$crisp = [];</script>
			<script src="/elsewhere/client.crisp.chat/l.js"></script>
			${hostile}
			<script>console.debug = (...args) => notes.push(args.join(" "));</script>
			<script src="/crisp-signals.min.js" data-debug ${form}></script>
			<button data-crisp-signal="start">Ask our assistant</button>
		`,
	})),
);

for (const { path, html } of PAGES) makePage(path, html);

journeys("the script tag takes its own options, and no others, beside", ({ it }) => {
	for (const { title, path } of PAGES) {
		it(title, async (site) => {
			const page = await site.newTab();
			await page.open(site.urlOf(path));
			await page.waitFor(() => fakeCrisp.isJoined);
			await page.click("button");
			await page.evaluate(() => {
				const { CrispSignals } = window as { CrispSignals?: Window["signals"] };
				Object.assign(window, { signals: CrispSignals });
			});
			await expectTold(page, START);
			expect(await page.evaluate(() => notes)).toContain("[crisp-signals] start_chatbot: sent");
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		});
	}
});
