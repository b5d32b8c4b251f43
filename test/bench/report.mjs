import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

const readPackage = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));

export const describeMachine = () => ({
	cpu: cpus()[0]?.model,
	cores: cpus().length,
	memoryGB: Math.round(totalmem() / 2 ** 30),
	platform: `${process.platform} ${process.arch}`,
});

export const readVersions = () => ({
	"crisp-signals": readPackage("../../package.json").version,
	"crisp-sdk-web": readPackage("../../node_modules/crisp-sdk-web/package.json").version,
	esbuild: readPackage("../../node_modules/esbuild/package.json").version,
	node: process.versions.node,
});

/** Processes that waited for a core, on average over the last minute: with more than there are cores, times are too long. */
export const readLoad = () => Number(loadavg()[0].toFixed(1));

export function writeReport(name, { versions = {}, load, ...results }) {
	const report = {
		date: new Date().toISOString().slice(0, 10),
		machine: describeMachine(),
		load,
		versions: { ...readVersions(), ...versions },
		...results,
	};
	writeFileSync(new URL(`results/${name}.json`, import.meta.url), `${JSON.stringify(report, null, 2)}\n`);
}

export const readReport = (name) => JSON.parse(readFileSync(new URL(`results/${name}.json`, import.meta.url), "utf8"));
