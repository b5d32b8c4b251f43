import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** What a site could take, ours first. Their code, minified by the same bundler, is in the folder of the same name. */
export const CONTENDERS = ["crisp-signals", "plain snippet", "crisp-sdk-web"];

/** Its name in a path. */
export const slugOf = (name) => name.replaceAll(" ", "-");

const ROOT = path("../..");

/** What an app's bundler makes of these lines. */
export async function bundle(contents, format = "esm") {
	const options = { bundle: true, minify: true, write: false, format, target: "es2022", logLevel: "error" };
	const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: ROOT } });
	return outputFiles[0].text.trim();
}

const bundleFile = (name) => bundle(readFileSync(path(`contenders/${name}.js`), "utf8"), "iife");

/** What a page loads of each: it binds the page's buttons, and leaves `start` and `pause` on `window.contender`. */
export async function bundleContenders() {
	const library = readFileSync(path("../../dist/crisp-signals.min.js"), "utf8");
	return {
		"crisp-signals": `${library}\n;${await bundleFile("signals")}`,
		"plain snippet": await bundleFile("snippet"),
		"crisp-sdk-web": await bundleFile("sdk-web"),
	};
}
