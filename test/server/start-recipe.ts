import { spawn } from "node:child_process";
import { once } from "node:events";
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

/**
 * What frameworks resolve by themselves, and the built relay with as many places as the test wants. Its
 * bus makes what somebody says of `long` 200 kB long: kernels hold megabytes for a page that does not read. Visitors at this
 * machine count as visitors from elsewhere, which are limited.
 */
const MODULES = {
	"crisp-signals/server": `
		import * as built from ${BUILT};
		export * from ${BUILT};
		const memory = built.memoryBus();
		const lengthen = ({ value, at }) => ({ value: value.endsWith(":long") ? value.padEnd(200_000, "x") : value, at });
		const bus = { ...memory, publish: (topic, event) => memory.publish(topic, lengthen(event)) };
		const { MAX_CONNECTIONS, MAX_PER_ADDRESS, HEARTBEAT } = process.env;
		const limits = { maxConnections: Number(MAX_CONNECTIONS), maxPerAddress: Number(MAX_PER_ADDRESS) };
		const heartbeat = Number(HEARTBEAT);
		const moveOut = (address) => address && (/^(::1|(::ffff:)?127\\.0\\.0\\.1)$/.test(address) ? "203.0.113.7" : address);
		export const createRelay = (options) => {
			const address = (request) => moveOut(options.address?.(request));
			return built.createRelay({ ...options, bus, address, heartbeat, ...limits });
		};
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

export interface RecipeOptions {
	/** Calls the recipe's handlers, where it is not a server by itself. */
	framework?: "next" | "sveltekit" | undefined;
	/** By default a single one, so that it shows when the place is free. */
	maxConnections?: number;
	maxPerAddress?: number;
	/** ms */
	heartbeat?: number | undefined;
}

/**
 * Runs a recipe as it stands, in a process of its own. Returns the relay's address, and when the process has ended.
 *
 * @param name its path in examples/relay.
 */
export async function startRecipe(
	name: string,
	{ framework, maxConnections = 1, maxPerAddress = 1000, heartbeat = 7000 }: RecipeOptions = {},
) {
	const file = copyRecipe(name);
	const args = framework ? [ROUTE_SERVER, framework, file] : [file];
	const env = {
		PATH: process.env.PATH,
		PORT: "0",
		MAX_CONNECTIONS: `${maxConnections}`,
		MAX_PER_ADDRESS: `${maxPerAddress}`,
		HEARTBEAT: `${heartbeat}`,
		CRISP_HOOK_SECRET: SECRET,
		CRISP_SIGNING_SECRET: SIGNING_SECRET,
	};
	const child = spawn(process.execPath, args, { env });
	onTestFinished(() => void child.kill("SIGKILL"));
	const ended = once(child, "close").then(([code, signal]) => signal ?? code);
	let errors = "";
	child.stderr.setEncoding("utf8").on("data", (text) => {
		errors += text;
	});
	for await (const line of createInterface({ input: child.stdout })) {
		const [, origin] = line.match(/^Listens on (\S+)$/) ?? [];
		if (!origin) continue;
		child.stdout.resume();
		return { url: `${origin}/crisp-signals`, ended };
	}
	throw new Error(`${name} ended before it listened:\n${errors}`);
}
