import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { mustRun, type Outcome, run } from "./run.js";

export interface Consumer {
	folder: string;
	/** Runs a JavaScript file. Returns what it wrote; fails where it ends with an error. */
	node(file: string, ...args: string[]): Promise<string>;
	/** Runs the command of an installed tool, in the same way. */
	tool(name: string, ...args: string[]): Promise<string>;
	/** Where it may end with an error. */
	try(file: string, ...args: string[]): Promise<Outcome>;
}

/**
 * A fresh folder with the files of consumers/<name>. It stands below the folder with the installed packages, so that Node
 * and all tools find them; `"plain"` has no package but crisp-signals.
 */
export function openConsumer(name: string, installed: "plain" | "tools" = "tools"): Consumer {
	const root = inject(`${installed}Folder`);
	const folder = mkdtempSync(join(root, installed === "tools" ? "site" : "", `${name}-`));
	cpSync(fileURLToPath(new URL(`consumers/${name}`, import.meta.url)), folder, { recursive: true });
	const node = (file: string, ...args: string[]) => mustRun(process.execPath, [file, ...args], folder);
	return {
		folder,
		node,
		tool: (tool, ...args) => mustRun(join(root, "node_modules/.bin", tool), args, folder),
		try: (file, ...args) => run(process.execPath, [join(root, "node_modules", file), ...args], folder),
	};
}
