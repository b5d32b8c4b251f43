import { readFileSync, writeFileSync } from "node:fs";
import { describe } from "./delivery.mjs";
import { readReport } from "./report.mjs";

const GUIDE = new URL("../../docs/measured.md", import.meta.url);
const BEGIN = "<!-- benchmark: written by npm run bench -->\n";
const END = "<!-- /benchmark -->\n";

const NAMES = ["crisp-signals", "plain snippet", "crisp-sdk-web"];

const times = (ratio) => `${ratio.toFixed(1)} ×`;
/** Of a run, further digits are chance. */
const time = ({ median }) => `${median.toFixed(1)} ms`;
const row = (cells) => `| ${cells.join(" | ")} |`;
const find = (name, id) => readReport(name).rows.find((row) => row.id === id);

/** Five lines, each with the ratio to crisp-sdk-web first. */
export function makeTable() {
	const bytes = find("bytes", "scriptTag");
	const startUp = find("start-up", "startUp");
	const inAll = find("start-up", "inAll");
	const { total, toSdkWeb, runs } = readReport("delivery");
	const latency = find("latency", "one");
	const idle = find("idle", "sent");
	const cells = (show) => NAMES.map(show);
	return [
		row(["measured", "ratio to crisp-sdk-web", ...NAMES]),
		row(["---", "---", ...NAMES.map(() => "---")]),
		row([`calls delivered, ${runs} runs with faults`, times(toSdkWeb), ...cells((name) => describe(total[name]))]),
		row([
			"from the call to the wire",
			times(latency.toSdkWeb),
			...cells((name) => `${Math.round(latency.ms[name].median)} ms`),
		]),
		row([
			"script tag, in brotli",
			times(bytes.toSdkWeb),
			...cells((name) => `${(bytes.bytes[name] / 1000).toFixed(1)} kB`),
		]),
		row([
			"to run the script and bind; all scripts until 1.5 s after loading",
			`${times(startUp.toSdkWeb)}; ${times(inAll.toSdkWeb)}`,
			...cells((name) => `${time(startUp.ms[name])}; ${time(inAll.ms[name])}`),
		]),
		row(["timers a minute, after a signal", "–", ...cells((name) => idle.timers[name])]),
		"",
	].join("\n");
}

/** What stands between the two comments. */
export function readTable(text) {
	const [, rest = ""] = text.split(BEGIN);
	return rest.split(END)[0].trim();
}

export function writeMeasuredTable() {
	const text = readFileSync(GUIDE, "utf8");
	const [before, rest] = text.split(BEGIN);
	if (rest === undefined) throw new Error(`Expected ${BEGIN.trim()} in docs/measured.md`);
	const [, after] = rest.split(END);
	writeFileSync(GUIDE, `${before}${BEGIN}\n${makeTable()}\n${END}${after}`);
}
