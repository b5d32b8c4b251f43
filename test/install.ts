import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Installs by Debian's package manager. A download from elsewhere is not possible everywhere.
 *
 * @param advice what to do instead, where that fails.
 */
export function installPackages(packages: readonly string[], advice: string): void {
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
