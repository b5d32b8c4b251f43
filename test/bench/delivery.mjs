import { CONTENDERS } from "./contenders.mjs";
import { SITUATIONS } from "./situations.mjs";
import { ratio } from "./statistics.mjs";
import { createVisitor } from "./visitor.mjs";

/** ms until nothing more comes: a dead line is noticed after 45 s, and 10 s later the client is back. */
const SETTLED = 90_000;

/** Tabs at a time. */
const TABS = 3;

const START = "start_chatbot";
const isCommand = (value) => value === START || value === "pause_chatbot";
const isPause = (value) => String(value).startsWith("chatbot_paused:");

/** What Enum was told by the pages, beside what was called; the worst that has happened. */
export function judge(called, enumLog) {
	const pausedAt = enumLog.findIndex(({ value }) => isPause(value));
	// Nothing is called after a human has come.
	if (pausedAt >= 0 && enumLog.slice(pausedAt).some(({ value }) => value === START)) return "overHuman";
	// What the session held from an earlier visit came from elsewhere.
	const told = enumLog.filter(({ value, by }) => by === "client" && isCommand(value)).map(({ value }) => value);
	const missing = [...called];
	for (const signal of told) {
		const index = missing.indexOf(signal);
		if (index < 0) return "toldTwice";
		missing.splice(index, 1);
	}
	return missing.length ? "lost" : "delivered";
}

async function runOne(tab, site, { situation, contender, moment }) {
	const visitor = createVisitor(tab, site.newOrigin(), contender);
	await situation.run(visitor, moment);
	await visitor.wait(SETTLED);
	return judge(visitor.called, (await visitor.end()).enumLog);
}

const count = (outcomes) => {
	const counts = { delivered: 0, lost: 0, toldTwice: 0, overHuman: 0 };
	for (const outcome of outcomes) counts[outcome] += 1;
	return counts;
};

/** The clock of the pages is faked, so that each run is the same: there is no spread. */
export async function run({ browser, site }) {
	const trials = SITUATIONS.flatMap((situation) =>
		situation.moments.flatMap((moment) => CONTENDERS.map((contender) => ({ situation, moment, contender }))),
	);
	const waiting = [...trials];
	async function work() {
		const tab = await browser.newPage({ type: "window" });
		for (let trial = waiting.shift(); trial; trial = waiting.shift()) trial.outcome = await runOne(tab, site, trial);
		await tab.close();
	}
	await Promise.all(Array.from({ length: TABS }, work));

	const outcomesOf = (contender, situation) =>
		trials
			.filter((trial) => trial.contender === contender && (!situation || trial.situation === situation))
			.map(({ outcome }) => outcome);
	const countAll = (situation) =>
		Object.fromEntries(CONTENDERS.map((contender) => [contender, count(outcomesOf(contender, situation))]));
	const situations = SITUATIONS.map((situation) => {
		const { id, name, what, moments } = situation;
		return { id, name, what, runs: moments.length, outcomes: countAll(situation) };
	});
	const total = countAll();
	return {
		unit: "runs",
		runs: trials.length / CONTENDERS.length,
		toSdkWeb: ratio(total["crisp-signals"].delivered, total["crisp-sdk-web"].delivered),
		total,
		situations,
	};
}

const WORDS = { delivered: "delivered", lost: "lost", toldTwice: "told twice", overHuman: "told over a human" };

/** "6 of 8 delivered, 2 lost". */
export function describe(counts) {
	const runs = Object.values(counts).reduce((sum, count) => sum + count, 0);
	const parts = Object.entries(WORDS).filter(([id]) => counts[id] > 0);
	if (parts.length === 1) return parts[0][1];
	return parts.map(([id, word], index) => `${counts[id]}${index ? "" : ` of ${runs}`} ${word}`).join(", ");
}

export const format = ({ situations }) =>
	situations.map(({ name, outcomes }) => ({
		name,
		...Object.fromEntries(CONTENDERS.map((contender) => [contender, describe(outcomes[contender])])),
	}));
