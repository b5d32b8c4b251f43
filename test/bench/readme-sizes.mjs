import { readFileSync, writeFileSync } from "node:fs";
import { readReport } from "./report.mjs";

const README = new URL("../../README.md", import.meta.url);

const formatSize = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** README names two sizes: what an app imports, then the script tag. */
export function nameSizes(text) {
	const { rows } = readReport("bytes");
	const sizes = ["threeFunctions", "scriptTag"].map((id) => rows.find((row) => row.id === id).bytes["crisp-signals"]);
	return text.replace(/[\d.]+ kB/g, () => formatSize(sizes.shift()));
}

export function writeReadmeSizes() {
	writeFileSync(README, nameSizes(readFileSync(README, "utf8")));
}
