import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { makeRecipes } from "./recipes.js";
import { record } from "./record.js";

declare module "vitest" {
	interface ProvidedContext {
		/** Pages of examples/, by their folder. */
		examples: string[];
	}
}

/** The examples, with the recorder of errors before anything else. */
function recordExamples(madeFolder: string) {
	const root = fileURLToPath(new URL("../../examples", import.meta.url));
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

/** What only some journeys need: the examples, beside what setup.ts has made. */
export default async function setup(project: TestProject) {
	const { madeFolder } = project.getProvidedContext();
	await makeRecipes(madeFolder);
	project.provide("examples", recordExamples(madeFolder));
}
