import { showRows } from "./bars.js";
import { showMatrix } from "./matrix.js";

const PARTS = {
	bytes: "Bytes",
	"start-up": "Start-up",
	latency: "Latency",
	idle: "While idle",
	scale: "Scale",
	relay: "The relay",
};

async function read(name) {
	const response = await fetch(`/bench/results/${name}.json`);
	if (!response.ok) throw new Error(`No results of ${name}: run npm run bench.`);
	return response.json();
}

function create(tag, text) {
	const element = document.createElement(tag);
	element.textContent = text;
	return element;
}

/** On which machine it was, and how busy it was with other things. */
function describeRun({ date, machine, versions, load }) {
	const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	const busy = load ? `, load ${load.before} before and ${load.after} after` : "";
	return `${date}, ${machine.cpu}, ${machine.cores} cores${busy}. ${named.join(", ")}.`;
}

/** The relay has no peer: a plain table. */
function showRelay({ results }) {
	const table = document.createElement("table");
	const columns = Object.keys(results[0]);
	const rows = [columns, ...results.map((result) => columns.map((name) => result[name]))];
	table.append(
		...rows.map((cells, index) => {
			const row = document.createElement("tr");
			row.append(...cells.map((cell) => create(index ? "td" : "th", cell)));
			return row;
		}),
	);
	const scroll = document.createElement("div");
	scroll.className = "scroll";
	scroll.append(table);
	return scroll;
}

async function showPart(name, title) {
	const section = document.createElement("section");
	document.querySelector("#parts").append(section);
	section.append(create("h2", title));
	try {
		const report = await read(name);
		if (report.unit) section.append(create("p", `In ${report.unit}.`));
		section.append(...(name === "relay" ? [showRelay(report)] : showRows(report)));
		section.append(Object.assign(create("p", describeRun(report)), { className: "note" }));
	} catch (error) {
		section.append(create("p", error.message));
	}
}

async function showDelivery() {
	const table = document.querySelector("#matrix");
	try {
		const report = await read("delivery");
		showMatrix(table, report);
		table.parentElement.after(Object.assign(create("p", describeRun(report)), { className: "note" }));
	} catch (error) {
		table.replaceWith(create("p", error.message));
	}
}

const shown = Object.entries(PARTS).map(([name, title]) => showPart(name, title));
await Promise.all([showDelivery(), ...shown]);
document.body.dataset.isShown = "true";
