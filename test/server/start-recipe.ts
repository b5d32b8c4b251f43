import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { SECRET, SIGNING_SECRET } from "./hook.js";

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const RECIPES = pathOf("../../examples/relay");

const ROUTE_SERVER = pathOf("serve-route.mjs");

const BUILT = JSON.stringify(pathToFileURL(pathOf("../../dist/server.js")).href);

/** What frameworks resolve by themselves, and the built relay with a single place, so that it shows when the place is free. */
const MODULES = {
	"crisp-signals/server": `
		import * as built from ${BUILT};
		export * from ${BUILT};
		export const createRelay = (options) => built.createRelay({ ...options, maxConnections: 1 });
	`,
	"$env/dynamic/private": "export const env = process.env;",
};

function writeModule(folder: string, name: string, code: string): void {
	const [packageName = "", ...path] = name.split("/");
	const home = join(folder, "node_modules", packageName);
	mkdirSync(home, { recursive: true });
	const manifest = { type: "module", exports: { [`./${path.join("/")}`]: "./module.js" } };
	writeFileSync(join(home, "package.json"), JSON.stringify(manifest));
	writeFileSync(join(home, "module.js"), code);
}

/** A folder with the recipe alone, below which its packages are found. */
function copyRecipe(name: string): string {
	const parent = join(RECIPES, "node_modules");
	mkdirSync(parent, { recursive: true });
	const folder = mkdtempSync(join(parent, ".recipe-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
	for (const [module, code] of Object.entries(MODULES)) writeModule(folder, module, code);
	const file = join(folder, basename(name));
	cpSync(join(RECIPES, name), file);
	return file;
}

/**
 * Runs a recipe as it stands, in a process of its own. Returns the relay's address.
 *
 * @param name its path in examples/relay.
 * @param framework calls the recipe's handlers, where it is not a server by itself.
 */
export async function startRecipe(name: string, framework?: "next" | "sveltekit"): Promise<string> {
	const file = copyRecipe(name);
	const args = framework ? [ROUTE_SERVER, framework, file] : [file];
	const env = {
		PATH: process.env.PATH,
		PORT: "0",
		CRISP_HOOK_SECRET: SECRET,
		CRISP_SIGNING_SECRET: SIGNING_SECRET,
	};
	const child = spawn(process.execPath, args, { env });
	onTestFinished(() => void child.kill("SIGKILL"));
	let errors = "";
	child.stderr.setEncoding("utf8").on("data", (text) => {
		errors += text;
	});
	for await (const line of createInterface({ input: child.stdout })) {
		const [, origin] = line.match(/^Listens on (\S+)$/) ?? [];
		if (!origin) continue;
		child.stdout.resume();
		return `${origin}/crisp-signals`;
	}
	throw new Error(`${name} ended before it listened:\n${errors}`);
}
