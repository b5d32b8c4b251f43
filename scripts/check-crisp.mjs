// The check page without a window: npm run check:crisp -- <website id>
// Exit code 0: nothing differs. 1: something differs. 2: it could not be run.
import { parseArgs } from "node:util";
import { VARIANTS } from "../examples/check/fake/variants.js";
import { startServer } from "../examples/server.mjs";
import { launchChromium } from "./launch-chromium.mjs";

const USAGE = `Usage: npm run check:crisp -- <Crisp website id>
       npm run check:crisp -- --fake [copies | window | strings | binary]
The second runs on a fake Crisp without a network: one that behaves as observed, or one that differs on purpose.`;
/** ms. Each reconnect may take a minute and a half, and there are three. */
const TIMEOUT = 600_000;
const SIGNS = { holds: "✓", differs: "✗", unseen: "?" };

function readArguments() {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: { fake: { type: "boolean" } } });
	const [name] = positionals;
	if (positionals.length > 1 || !(values.fake || name)) throw new Error("Expected one website id.");
	if (values.fake && name && !VARIANTS[name]) throw new Error(`There is no fake "${name}".`);
	return name && new URLSearchParams({ [values.fake ? "fake" : "website"]: name });
}

/** @param query says which Crisp; nothing for the fake that behaves as observed. */
async function check(browser, query = "") {
	const { url, stop } = await startServer();
	try {
		const page = await browser.newPage();
		// Crisp does not load for a browser that calls itself headless.
		const userAgent = (await browser.userAgent()).replace("HeadlessChrome", "Chrome");
		await page.setUserAgent({ userAgent });
		await page.setViewport({ width: 1280, height: 900 });
		await page.goto(`${url}/check/?${query}`);
		await page.click("#setup button");
		const report = await page.waitForFunction(() => document.querySelector("#json").value, { timeout: TIMEOUT });
		const meanings = await page.$$eval("#meanings li", (items) => items.map(({ textContent }) => textContent));
		return { report: JSON.parse(await report.jsonValue()), meanings };
	} finally {
		await browser.close();
		await stop();
	}
}

try {
	const query = readArguments();
	const browser = await launchChromium();
	console.log("It takes about two minutes …");
	const { report, meanings } = await check(browser, query);
	for (const { state, title, seen } of report.rows) console.log(`${SIGNS[state]} ${title}: ${seen}`);
	console.log([`\n${report.summary}`, ...meanings.map((meaning) => `- ${meaning}`)].join("\n"));
	console.log(`\n${JSON.stringify(report)}`);
	process.exitCode = report.rows.some(({ state }) => state === "differs") ? 1 : 0;
} catch (error) {
	console.error(`${error.message}\n${USAGE}`);
	process.exitCode = 2;
}
