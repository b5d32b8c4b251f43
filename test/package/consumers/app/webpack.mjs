import { resolve } from "node:path";
import webpack from "webpack";

const [entry, output] = process.argv.slice(2);
const config = {
	mode: "production",
	entry: resolve(entry),
	output: { path: resolve("."), filename: output },
};

webpack(config, (error, stats) => {
	if (error) throw error;
	console.log(stats.toString());
	if (stats.hasErrors() || stats.hasWarnings()) process.exitCode = 1;
});
