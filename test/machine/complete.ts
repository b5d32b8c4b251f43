import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { ENGINES, findEngine, PACKAGES } from "../browser/engines/find.js";
import { findRedis } from "../server/redis-server.js";

/** What tests need beside Node and npm. */
const NEEDS = [
	...ENGINES.map((name) => ({ name, packages: PACKAGES[name], find: () => findEngine(name) })),
	{ name: "Redis", packages: ["redis-server"], find: findRedis },
] as const;

type Need = (typeof NEEDS)[number]["name"];

const execute = promisify(execFile);

/** By Debian's package manager. A download from elsewhere is not possible everywhere. */
async function installPackages(packages: readonly string[]) {
	if (!existsSync("/usr/bin/apt-get")) throw new Error("Expected a machine with apt-get");
	const root = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
	const run = (...args: string[]) => {
		const [command = "", ...rest] = [...root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
		return execute(command, rest);
	};
	await run("update");
	await run("install", "--yes", "--no-install-recommends", ...packages);
}

/** Installs what is missing of these: Chromium anywhere, the other browsers and Redis in CI. By default, all of it. */
export async function completeMachine(wanted: readonly Need[] = NEEDS.map(({ name }) => name)): Promise<void> {
	const isOurs = (name: Need) => wanted.includes(name) && (name === "Chromium" || process.env.CI);
	const missing = NEEDS.filter(({ name, find }) => isOurs(name) && !find());
	if (!missing.length) return;
	const names = missing.map(({ name }) => name).join(", ");
	const packages = missing.flatMap(({ packages }) => packages);
	console.log(`Installing ${packages.join(", ")} …`);
	try {
		await installPackages(packages);
	} catch (cause) {
		const advice = `Install ${names} (on Debian: apt-get install ${packages.join(" ")}), or set CHROMIUM_PATH.`;
		throw new Error(advice, { cause });
	}
}
