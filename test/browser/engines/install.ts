import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type EngineName, PACKAGES } from "./find.js";

/** Installs browsers by Debian's package manager. A browser download from elsewhere is not possible everywhere. */
export function install(names: readonly EngineName[]): void {
	const packages = names.flatMap((name) => PACKAGES[name]);
	const advice = `Install ${names.join(", ")} (on Debian: apt-get install ${packages.join(" ")}), or set CHROMIUM_PATH.`;
	if (!existsSync("/usr/bin/apt-get")) throw new Error(advice);
	const root = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
	const run = (...args: string[]) => {
		const [command, ...rest] = [...root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args] as [string];
		execFileSync(command, rest, { stdio: ["ignore", "ignore", "inherit"] });
	};
	console.log(`Installing ${packages.join(", ")} …`);
	try {
		run("update");
		run("install", "--yes", "--no-install-recommends", ...packages);
	} catch (cause) {
		throw new Error(advice, { cause });
	}
}
