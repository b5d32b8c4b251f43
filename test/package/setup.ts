import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { mustRun } from "./run.js";

declare module "vitest" {
	interface ProvidedContext {
		/** What would go to npm. */
		tarball: string;
		/** A folder that has installed the tarball, and nothing else. */
		plainFolder: string;
		/** A folder with what consumers/package.json names. In its folder `site` the tarball is installed, too. */
		toolsFolder: string;
	}
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CONSUMERS = fileURLToPath(new URL("consumers", import.meta.url));

async function pack(folder: string) {
	if (!existsSync(join(ROOT, "dist/index.js"))) throw new Error("Run npm run build first.");
	await mustRun("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], ROOT);
	const [name, ...others] = readdirSync(folder);
	if (!name?.endsWith(".tgz") || others.length) throw new Error(`Expected one tarball, got ${[name, ...others]}`);
	return join(folder, name);
}

/** No lockfile: npm writes none that holds on every platform where the registry does not have all of them. */
function install(folder: string, ...more: string[]) {
	const flags = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline"];
	return mustRun("npm", ["install", ...flags, ...more], folder);
}

/** The tools stay in consumers/node_modules, where npm installs what is not there yet. */
export async function installTools(): Promise<void> {
	// Two versions of a tool do not agree on peers that nobody needs.
	await install(CONSUMERS, "--legacy-peer-deps");
}

/** Packs the built package and installs it, once for all tests, in folders that know nothing of this repository. */
export default async function setup({ provide }: TestProject) {
	// Where the temporary folder is a symbolic link, as on macOS, tools print what it links to.
	const folder = realpathSync(mkdtempSync(join(tmpdir(), "crisp-signals-package-")));
	const [packed, plainFolder, toolsFolder] = ["packed", "plain", "tools"].map((name) => {
		mkdirSync(join(folder, name));
		return join(folder, name);
	}) as [string, string, string];
	try {
		const tarball = await pack(packed);
		writeFileSync(join(plainFolder, "package.json"), "{}");
		await Promise.all([install(plainFolder, tarball), installTools()]);
		symlinkSync(join(CONSUMERS, "node_modules"), join(toolsFolder, "node_modules"), "junction");
		cpSync(join(plainFolder, "node_modules"), join(toolsFolder, "site/node_modules"), { recursive: true });
		provide("tarball", tarball);
		provide("plainFolder", plainFolder);
		provide("toolsFolder", toolsFolder);
	} catch (error) {
		rmSync(folder, { recursive: true });
		throw error;
	}
	return () => rmSync(folder, { recursive: true });
}
