import { CONTENDERS } from "./contenders.mjs";
import { ratio, summarize } from "./statistics.mjs";
import { createVisitor } from "./visitor.mjs";

/** ms: the second between the two values, and the window in which Crisp's client collects writes. */
export const FLOOR = 1500;
const ROUNDS = 7;
const ROUNDS_OF_ROW = 3;
const ROW = 10;

/** Runs in the page: calls so many signals in one tick, and returns when each of them was on the wire, in ms. */
async function timeRow(count, busyMs) {
	const arrivals = [];
	const start = performance.now();
	let told = 0;
	window.fakeCrisp.onChange(() => {
		for (; told < window.fakeCrisp.told.length; told++) arrivals.push(performance.now() - start);
	});
	const spin = () => {
		const end = performance.now() + busyMs;
		while (performance.now() < end);
	};
	// Four fifths of the time.
	const busy = busyMs && setInterval(spin, busyMs * 1.25);
	for (let index = 0; index < count; index++) window.contender[index % 2 ? "pause" : "start"]();
	// Longer than the slowest of a row takes.
	const patience = 4000 + count * 2000;
	while (arrivals.length < count && performance.now() - start < patience) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		// Nothing comes after the last value of the snippets.
		if (arrivals.length && performance.now() - start > 4000 && !window.CrispSignals) break;
	}
	clearInterval(busy);
	return arrivals;
}

/** Runs in the page: calls a signal, and returns when its promise has resolved, in ms. Only ours has one. */
async function timePromise() {
	const start = performance.now();
	await window.CrispSignals.startChatbot();
	return [performance.now() - start];
}

const CASES = [
	{ id: "one", name: "one call", count: 1, busyMs: 0, index: 0 },
	{ id: "promise", name: "one call, until its promise resolves", count: 1, index: 0, isOurs: true },
	{ id: "busy", name: "one call, main thread busy 4/5 of the time", count: 1, busyMs: 200, index: 0 },
	{ id: "tenth", name: `the ${ROW}th of a row`, count: ROW, busyMs: 0, index: ROW - 1 },
];

async function measureOne(browser, site, contender, { count, busyMs, isOurs }) {
	const page = await browser.newPage({ type: "window" });
	const visitor = createVisitor(page, site.newOrigin(), contender);
	await visitor.open({}, undefined, true);
	await page.waitForFunction("fakeCrisp.isJoined", { polling: 50 });
	const arrivals = isOurs ? await page.evaluate(timePromise) : await page.evaluate(timeRow, count, busyMs);
	await page.close();
	return arrivals;
}

export async function run({ browser, site }) {
	const rows = [];
	for (const one of CASES) {
		const contenders = one.isOurs ? CONTENDERS.slice(0, 1) : CONTENDERS;
		const results = new Map(contenders.map((contender) => [contender, []]));
		// Those of a row wait for a quarter of a minute, and cost next to nothing.
		const atOnce = one.count > 1 ? ROUNDS_OF_ROW : 1;
		const rounds = one.count > 1 ? 1 : ROUNDS;
		for (let round = 0; round < rounds; round++) {
			for (const contender of contenders) {
				const runs = Array.from({ length: atOnce }, () => measureOne(browser, site, contender, one));
				results.get(contender).push(...(await Promise.all(runs)));
			}
		}
		const describe = (runs) => {
			const times = runs.flatMap((arrivals) => arrivals[one.index] ?? []);
			const arrived = Math.min(...runs.map(({ length }) => length));
			return { ...(times.length && summarize(times)), arrived, called: one.count };
		};
		const ms = Object.fromEntries(contenders.map((contender) => [contender, describe(results.get(contender))]));
		const toSdkWeb = ms["crisp-sdk-web"]?.median ? ratio(ms["crisp-signals"].median, ms["crisp-sdk-web"].median) : null;
		rows.push({ id: one.id, name: one.name, toFloor: ratio(ms["crisp-signals"].median, FLOOR), toSdkWeb, ms });
	}
	return { unit: "ms from the call to the wire", floor: FLOOR, rows };
}
