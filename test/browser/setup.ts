import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import provideRedis from "../server/setup.js";
import { ENGINES, type Engine, type EngineName, findEngine } from "./engines/find.js";
import { install } from "./engines/install.js";
import { makeRecipes } from "./recipes.js";
import { record } from "./record.js";

declare module "vitest" {
	interface ProvidedContext {
		engines: Engine[];
		/** Those that are not installed here. */
		missing: EngineName[];
		/** A folder of files that are made for this run. */
		madeFolder: string;
		/** Pages of examples/, by their folder. */
		examples: string[];
	}
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const findMissing = () => ENGINES.filter((name) => !findEngine(name));

/** All three engines in CI, elsewhere those that are there. */
function provideEngines() {
	const missing = findMissing();
	if (process.env.CI && missing.length) install(missing);
	else if (missing.length === ENGINES.length) install(["Chromium"]);
	return ENGINES.flatMap((name) => findEngine(name) ?? []);
}

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

/** The examples, with the recorder of errors before anything else. */
function recordExamples(madeFolder: string) {
	const root = folder("../../examples");
	const isPage = (name: string) => existsSync(join(root, name, "index.html"));
	// Those in a framework are built. On the page of the benchmark there is no chatbot.
	const isExample = (name: string) => isPage(name) && name !== "bench" && !existsSync(join(root, name, "package.json"));
	const names = readdirSync(root).filter(isExample);
	for (const name of names) {
		mkdirSync(join(madeFolder, name));
		const pages = readdirSync(join(root, name)).filter((page) => page.endsWith(".html"));
		for (const page of pages) record(join(root, name, page), join(madeFolder, name, page));
	}
	return names;
}

export default async function setup(project: TestProject) {
	const { provide } = project;
	if (!existsSync(folder("../../dist/crisp-signals.min.js"))) throw new Error("Run npm run build first.");
	provideRedis(project);
	const engines = provideEngines();
	const madeFolder = mkdtempSync(join(tmpdir(), "crisp-signals-"));
	await bundle(`module.exports = require("./index.cjs")`, join(madeFolder, "bundled.js"));
	await bundle(`export * from "crisp-sdk-web"`, join(madeFolder, "crisp-sdk-web.js"));
	await bundle(CRISP, join(madeFolder, "elsewhere/client.crisp.chat/l.js"), "iife");
	await makeRecipes(madeFolder);
	provide("engines", engines);
	provide("missing", findMissing());
	provide("madeFolder", madeFolder);
	provide("examples", recordExamples(madeFolder));
	return () => rmSync(madeFolder, { recursive: true });
}
