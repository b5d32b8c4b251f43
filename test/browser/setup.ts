import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { completeMachine } from "../machine/complete.js";
import { ENGINES, type Engine, type EngineName, findEngine } from "./engines/find.js";

declare module "vitest" {
	interface ProvidedContext {
		engines: Engine[];
		/** Those that are not installed here. */
		missing: EngineName[];
		/** A folder of files that are made for this run. */
		madeFolder: string;
	}
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** In place of Crisp's l.js, for pages that load it by its address. */
const CRISP = `
	import { createFakeCrisp } from "./testing.js";
	window.fakeCrisp = createFakeCrisp({ storage: localStorage });
	fakeCrisp.runScript();
`;

/** As a bundler makes it of this source. */
function bundle(contents: string, outfile: string, format: "esm" | "iife" = "esm") {
	const stdin = { contents, resolveDir: folder("../../dist") };
	return build({ stdin, bundle: true, format, outfile, logLevel: "error" });
}

/** The package twice, as where two versions of it are installed. */
async function bundleTwice(madeFolder: string) {
	const copy = join(madeFolder, "copy.js");
	copyFileSync(folder("../../dist/index.js"), copy);
	const source = `export * as one from "./index.js"; export * as two from ${JSON.stringify(copy)};`;
	await bundle(source, join(madeFolder, "twice.js"));
}

/** What each journey needs: the engines, and the library as pages load it. */
export default async function setup({ provide }: TestProject) {
	if (!existsSync(folder("../../dist/crisp-signals.min.js"))) throw new Error("Run npm run build first.");
	await completeMachine(ENGINES);
	const madeFolder = mkdtempSync(join(tmpdir(), "crisp-signals-"));
	await bundle(`module.exports = require("./index.cjs")`, join(madeFolder, "bundled.js"));
	await bundleTwice(madeFolder);
	await bundle(`export * from "crisp-sdk-web"`, join(madeFolder, "crisp-sdk-web.js"));
	await bundle(CRISP, join(madeFolder, "elsewhere/client.crisp.chat/l.js"), "iife");
	provide(
		"engines",
		ENGINES.flatMap((name) => findEngine(name) ?? []),
	);
	provide(
		"missing",
		ENGINES.filter((name) => !findEngine(name)),
	);
	provide("madeFolder", madeFolder);
	return () => rmSync(madeFolder, { recursive: true });
}
