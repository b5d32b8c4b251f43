import { readScriptTime, slowDown, withFreshPage } from "./browser.mjs";
import { CONTENDERS, slugOf } from "./contenders.mjs";
import { ratio, summarize } from "./statistics.mjs";

const ROUNDS = 12;
/** How many times slower the page's processor is made. */
const SPEEDS = [1, 4];
/** ms after a page has loaded in which a contender may do what it has put off. */
const SETTLED = 1500;

const urlOf = (site, name) => `${site.newOrigin()}/start-up-${name}.html`;

/** A page whose process is there, and its processor as slow as it is to be, before anything is measured. */
async function openPage(page, site, times, name) {
	await page.goto(`${site.newOrigin()}/empty.html`);
	await slowDown(page, times);
	await page.goto(urlOf(site, name));
	return page.evaluate(() => window.startUp);
}

async function measureOne(browser, site, contender, times) {
	const name = slugOf(contender);
	const readOnly = await withFreshPage(browser, (page) => openPage(page, site, times, `${name}-unused`));
	return withFreshPage(browser, async (page) => {
		const startUp = await openPage(page, site, times, name);
		return { startUp, readOnly, firstClick: await page.evaluate(() => window.clickFirst()) };
	});
}

/** ms of all scripts of a page that has loaded a contender, what it does later included. */
const measureInAll = (browser, site, name) =>
	withFreshPage(browser, async (page) => {
		await openPage(page, site, 1, name);
		await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), SETTLED);
		return readScriptTime(page);
	});

const MEASURES = {
	startUp: "run and bind",
	readOnly: "of that, to read the script",
	firstClick: "first click",
};

const toRow = (row, valuesOf) => {
	const ms = Object.fromEntries(CONTENDERS.map((contender) => [contender, summarize(valuesOf(contender))]));
	return { ...row, toSdkWeb: ratio(ms["crisp-signals"].median, ms["crisp-sdk-web"].median), ms };
};

export async function run({ browser, site }) {
	const measured = [];
	const inAll = [];
	for (let round = 0; round < ROUNDS; round++) {
		// The first of all has started processes that the others find.
		const isKept = round > 0;
		// Who comes first may find another machine than who comes last.
		const contenders = round % 2 ? CONTENDERS.toReversed() : CONTENDERS;
		for (const times of SPEEDS) {
			for (const contender of contenders) {
				const results = await measureOne(browser, site, contender, times);
				if (isKept) measured.push({ contender, times, ...results });
			}
		}
		const page = await measureInAll(browser, site, "nothing");
		for (const contender of contenders) {
			const ms = (await measureInAll(browser, site, slugOf(contender))) - page;
			if (isKept) inAll.push({ contender, ms });
		}
	}
	const rows = SPEEDS.flatMap((times) =>
		Object.entries(MEASURES).map(([id, name]) =>
			toRow({ id, slowed: times, name: times === 1 ? name : `${name}, slowed ${times}×` }, (contender) =>
				measured.filter((one) => one.contender === contender && one.times === times).map((one) => one[id]),
			),
		),
	);
	const id = "inAll";
	const name = `all scripts, until ${SETTLED / 1000} s after loading`;
	rows.push(
		toRow({ id, slowed: 1, name }, (contender) =>
			inAll.filter((one) => one.contender === contender).map(({ ms }) => ms),
		),
	);
	return { unit: "ms", rows };
}
