/**
 * `npm run bench`, or some parts of it: `npm run bench -- bytes delivery`. The library beside what a site could take instead,
 * in turn. Writes results/<part>.json, the table of docs/measured.md and README's sizes, and prints what it has measured.
 */
import { launch } from "./browser.mjs";
import * as bytes from "./bytes.mjs";
import * as delivery from "./delivery.mjs";
import * as idle from "./idle.mjs";
import * as latency from "./latency.mjs";
import { writeMeasuredTable } from "./measured-table.mjs";
import { writeReadmeSizes } from "./readme-sizes.mjs";
import { readLoad, writeReport } from "./report.mjs";
import * as scale from "./scale.mjs";
import { startSite } from "./site.mjs";
import * as startUp from "./start-up.mjs";
import { formatRows } from "./table.mjs";

const PARTS = { bytes, "start-up": startUp, delivery, latency, idle, scale };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length) {
	console.error(
		`Expected ${Object.keys(PARTS).join(", ")}, got ${unknown.join(", ")}. The relay has npm run bench:relay.`,
	);
	process.exit(2);
}

const site = await startSite();
const { browser, version } = await launch();
try {
	for (const name of asked.length ? asked : Object.keys(PARTS)) {
		const load = readLoad();
		const results = await PARTS[name].run({ browser, site });
		console.log(`\n${name}${results.unit ? `, in ${results.unit}` : ""}`);
		console.table((PARTS[name].format ?? formatRows)(results));
		writeReport(name, { load: { before: load, after: readLoad() }, versions: { chromium: version }, ...results });
	}
} finally {
	await browser.close();
	await site.stop();
}
writeMeasuredTable();
writeReadmeSizes();
