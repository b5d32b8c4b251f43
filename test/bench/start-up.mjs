import { slowDown, withFreshPage } from "./browser.mjs";
import { CONTENDERS, slugOf } from "./contenders.mjs";
import { ratio, summarize } from "./statistics.mjs";

const ROUNDS = 16;
/** How many times slower the page's processor is made. */
const SPEEDS = [1, 4];

async function measureOne(page, origin, contender, times) {
	// The page's process is there, and its processor as slow as it is to be, before anything is measured.
	await page.goto(`${origin}/empty.html`);
	await slowDown(page, times);
	await page.goto(`${origin}/start-up.html?contender=${slugOf(contender)}`);
	const startUp = await page.evaluate(() => window.startUp);
	const firstClick = await page.evaluate(() => window.clickFirst());
	return { startUp, firstClick };
}

const MEASURES = { startUp: "run and bind", firstClick: "first click" };

export async function run({ browser, site }) {
	const measured = [];
	for (let round = 0; round < ROUNDS; round++) {
		for (const times of SPEEDS) {
			for (const contender of CONTENDERS) {
				const results = await withFreshPage(browser, (page) => measureOne(page, site.newOrigin(), contender, times));
				// The first of all has started processes that the others find.
				if (round > 0) measured.push({ contender, times, ...results });
			}
		}
	}
	const rows = SPEEDS.flatMap((times) =>
		Object.entries(MEASURES).map(([measure, name]) => {
			const valuesOf = (contender) =>
				measured.filter((one) => one.contender === contender && one.times === times).map((one) => one[measure]);
			const ms = Object.fromEntries(CONTENDERS.map((contender) => [contender, summarize(valuesOf(contender))]));
			const toSdkWeb = ratio(ms["crisp-signals"].median, ms["crisp-sdk-web"].median);
			return { id: measure, slowed: times, name: times === 1 ? name : `${name}, slowed ${times}×`, toSdkWeb, ms };
		}),
	);
	return { unit: "ms", rows };
}
