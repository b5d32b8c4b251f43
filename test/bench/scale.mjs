import { measureHeap, withFreshPage } from "./browser.mjs";
import { CONTENDERS, slugOf } from "./contenders.mjs";
import { ratio, summarize } from "./statistics.mjs";

const BUTTONS = [10, 1000, 100_000];
const ROUNDS = 5;
const CLICKS = 20;

const open = (page, site, contender, buttons) =>
	page.goto(`${site.newOrigin()}/scale.html?contender=${slugOf(contender)}&buttons=${buttons}`);

/** Runs in the page: clicks a few of its buttons, and as often beside them. Returns ms for one click of each kind. */
function timeClicks(count) {
	const buttons = [...document.querySelectorAll("button")];
	const elsewhere = document.querySelector("#elsewhere");
	const step = buttons.length / count;
	const clicks = Array.from({ length: count }, (_, index) =>
		window.measure(() => buttons[Math.floor(index * step)].click()),
	);
	const beside = window.measure(() => {
		for (let index = 0; index < 1000; index++) elsewhere.click();
	});
	const median = clicks.toSorted((one, other) => one - other)[Math.floor(count / 2)];
	return { click: median, beside: beside / 1000 };
}

async function measureOne(page, site, contender, buttons) {
	await open(page, site, contender, buttons);
	const heap = await measureHeap(page);
	const bind = await page.evaluate(() => window.load());
	const bytes = (await measureHeap(page)) - heap;
	return { bind, bytes, ...(await page.evaluate(timeClicks, Math.min(CLICKS, buttons))) };
}

const MEASURES = {
	bind: ["run and bind", "ms"],
	click: ["one click", "ms"],
	beside: ["a click beside the buttons", "ms"],
	bytes: ["memory", "bytes"],
};

async function measureButtons(browser, site, buttons) {
	const runs = [];
	for (let round = 0; round < ROUNDS; round++) {
		for (const contender of CONTENDERS) {
			const result = await withFreshPage(browser, (page) => measureOne(page, site, contender, buttons));
			runs.push({ contender, ...result });
		}
	}
	return Object.entries(MEASURES).map(([id, [name, unit]]) => {
		const valuesOf = (contender) => runs.filter((one) => one.contender === contender).map((one) => one[id]);
		const measured = Object.fromEntries(CONTENDERS.map((contender) => [contender, summarize(valuesOf(contender))]));
		const toSdkWeb = ratio(measured["crisp-signals"].median, measured["crisp-sdk-web"].median);
		return { id, name: `${name}, ${buttons.toLocaleString("en")} buttons`, buttons, unit, toSdkWeb, measured };
	});
}

export async function run({ browser, site }) {
	const rows = [];
	for (const buttons of BUTTONS) rows.push(...(await measureButtons(browser, site, buttons)));
	return { rows };
}
