import { CONTENDERS } from "./contenders.mjs";
import { createVisitor } from "./visitor.mjs";

/** Runs in the page: lets a minute pass, and returns how many timers have gone off. */
async function countWakeUps() {
	let count = 0;
	const { setTimeout } = window;
	window.setTimeout = (callback, ms) =>
		setTimeout(() => {
			count += 1;
			callback();
		}, ms);
	// The timer that is set already.
	for (const timer of window.timers.values()) {
		const { callback } = timer;
		timer.callback = () => {
			count += 1;
			callback();
		};
	}
	await window.pass(60_000);
	window.setTimeout = setTimeout;
	return count;
}

const startAndWait = async (visitor, ms) => {
	await visitor.start();
	await visitor.wait(ms);
};

const CASES = [
	{ id: "nothing", name: "nothing sent", prepare: async () => {} },
	{ id: "sent", name: "one signal sent", prepare: (visitor) => startAndWait(visitor, 10_000) },
	{ id: "sentBefore", name: "one sent, five minutes ago", prepare: (visitor) => startAndWait(visitor, 300_000) },
	{
		id: "listener",
		name: "one sent, with a listener for pauses",
		isOurs: true,
		prepare: async (visitor, page) => {
			await page.evaluate(() => void window.CrispSignals.onPaused(() => {}));
			await startAndWait(visitor, 10_000);
		},
	},
	{ id: "blocked", name: "Crisp blocked, the first minute", crisp: { blocked: true }, prepare: async () => {} },
];

/** The clock of the pages is faked, so that there is no spread. */
export async function run({ browser, site }) {
	const page = await browser.newPage({ type: "window" });
	const rows = [];
	for (const { id, name, isOurs, crisp = {}, prepare } of CASES) {
		const timers = {};
		for (const contender of isOurs ? CONTENDERS.slice(0, 1) : CONTENDERS) {
			const visitor = createVisitor(page, site.newOrigin(), contender);
			await visitor.open(crisp);
			if (!crisp.blocked) await visitor.wait(20_000);
			await prepare(visitor, page);
			timers[contender] = await page.evaluate(countWakeUps);
		}
		rows.push({ id, name, timers });
	}
	await page.close();
	return { unit: "timers that go off in a minute", rows };
}
