/**
 * `npm run release:write`, which `npm version` runs: writes what is true of one release only, as its build has it. That is the
 * version and the hash in the CDN snippets of README and the guides, and the sizes in README and the benchmark's results.
 * With `--check` it only compares.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as bytes from "../test/bench/bytes.mjs";
import { writeMeasuredTable } from "../test/bench/measured-table.mjs";
import { nameSizes, writeReadmeSizes } from "../test/bench/readme-sizes.mjs";
import { readReport, writeReport } from "../test/bench/report.mjs";

const path = (name) => new URL(`../${name}`, import.meta.url);
const read = (name) => readFileSync(path(name), "utf8");

const { version } = JSON.parse(read("package.json"));
const { "crisp-signals.min.js": integrity } = JSON.parse(read("dist/sri.json"));

const PAGES = ["README.md", ...readdirSync(path("docs")).map((name) => `docs/${name}`)].filter((name) =>
	name.endsWith(".md"),
);

const nameRelease = (text) =>
	text.replace(/(?<=\/npm\/crisp-signals@)[^/"]+/g, version).replace(/sha384-[\w+/=]+/g, integrity);

/** The brotli of another Node may differ by some bytes. */
const isNear = (size, recorded) => Math.abs(size - recorded) <= size / 200;

async function areBytesRecorded() {
	const { rows } = await bytes.run();
	const recorded = readReport("bytes").rows;
	return rows.every(({ bytes }, index) =>
		Object.entries(bytes).every(([name, size]) => isNear(size, recorded[index].bytes[name])),
	);
}

/** The names of the files in which something is not as the build has it. */
async function findOutdated() {
	const hasOldSizes = nameSizes(read("README.md")) !== read("README.md") || !(await areBytesRecorded());
	return [
		...PAGES.filter((name) => nameRelease(read(name)) !== read(name)),
		...(hasOldSizes ? ["README's sizes or test/bench/results/bytes.json"] : []),
	];
}

async function write() {
	writeReport("bytes", await bytes.run());
	writeMeasuredTable();
	writeReadmeSizes();
	for (const name of PAGES) writeFileSync(path(name), nameRelease(read(name)));
}

if (process.argv.includes("--check")) {
	const outdated = await findOutdated();
	if (outdated.length) {
		console.error(`Expected the figures of the build in ${outdated.join(", ")}: run npm run release:write`);
		process.exitCode = 1;
	}
} else await write();
