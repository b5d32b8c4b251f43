import { createRows } from "./bars.js";
import { element } from "./element.js";
import { createFigures } from "./figures.js";
import { createMatrix } from "./matrix.js";
import { createRelayTable } from "./relay.js";

const PARTS = {
	bytes: "Bytes, minified and in brotli",
	"start-up": "Start-up",
	latency: "From the call to the wire",
	idle: "While idle: timers that go off in a minute",
	scale: "With many buttons",
	relay: "The relay",
};

async function read(name) {
	const response = await fetch(`results/${name}.json`);
	if (!response.ok) throw new Error(`No results of ${name}: run npm run bench.`);
	return response.json();
}

/** On which machine it was, and how busy it was with other things. */
function describeRun({ date, machine, versions, load }) {
	const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	const busy = load ? `, load ${load.before} before and ${load.after} after` : "";
	const text = `${date}, ${machine.cpu}, ${machine.cores} cores${busy}. ${named.join(", ")}.`;
	return element("p", { className: "note" }, text);
}

/** Folded: who wants it opens it. */
function createPart(name, report) {
	const content = name === "relay" ? [createRelayTable(report)] : createRows(report);
	return element("details", {}, element("summary", {}, PARTS[name]), ...content, describeRun(report));
}

const find = (selector) => document.querySelector(selector);

try {
	const names = ["delivery", ...Object.keys(PARTS)];
	const reports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)])));
	find("#figures").append(...createFigures(reports.delivery, reports.bytes, reports["start-up"]));
	find("#matrix").append(...createMatrix(reports.delivery));
	find("#matrix").after(describeRun(reports.delivery));
	find("#parts").append(...Object.keys(PARTS).map((name) => createPart(name, reports[name])));
} catch (error) {
	find("#figures").replaceWith(element("p", { role: "alert" }, error.message));
}
document.body.dataset.isShown = "true";
