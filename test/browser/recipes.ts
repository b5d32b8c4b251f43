import { execFile } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { record } from "./record.js";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);

/** The name of a recipe that is built with React's development build, where StrictMode runs effects twice. */
export const inDevelopment = (name: string) => `${name}-in-development`;

async function build(name: string, outDir: string, ...flags: string[]) {
	const vite = folder("../../node_modules/vite/bin/vite.js");
	const env = { ...process.env, NODE_ENV: "development" };
	const args = [vite, "build", "--mode", "development", "--logLevel", "warn", "--outDir", outDir, ...flags];
	await run(process.execPath, args, { cwd: folder(`../../examples/${name}`), env });
}

/** The recipes of examples/ as their users build them, and those in React for development too. */
export async function makeRecipes(madeFolder: string): Promise<void> {
	for (const name of ["react", "vue", "svelte", "server-rendered"]) {
		const dist = folder(`../../examples/${name}/dist`);
		if (!existsSync(dist)) throw new Error("Run npm run build:examples first.");
		cpSync(dist, join(madeFolder, name), { recursive: true });
	}
	const rendered = join(madeFolder, inDevelopment("server-rendered"));
	await Promise.all([
		build("react", join(madeFolder, inDevelopment("react"))),
		build("server-rendered", join(rendered, "client")),
		build("server-rendered", join(rendered, "server"), "--ssr", "src/entry-server.tsx"),
	]);
	// What the server's file imports.
	symlinkSync(folder("../../node_modules"), join(madeFolder, "node_modules"));

	for (const name of ["react", "vue", "svelte", inDevelopment("react")]) {
		const page = join(madeFolder, name, "index.html");
		record(page, page);
	}
	for (const name of ["server-rendered", inDevelopment("server-rendered")]) {
		const client = join(madeFolder, name, "client");
		record(join(client, "index.html"), join(client, "index.html"));
		cpSync(folder("./pages/recorder.js"), join(client, "recorder.js"));
	}
}
