import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { type EngineName, findEngine, PACKAGES } from "../browser/engines/find.js";
import { findRedis } from "../server/redis-server.js";

interface Need {
	/** What to install. */
	title: string;
	/** Debian's. */
	packages: readonly string[];
	/** Of the environment: where it is, if not where it is looked for. */
	variable: string;
	find(): unknown;
}

const createEngineNeed = (name: EngineName, variable: string): Need => ({
	title: name,
	packages: PACKAGES[name],
	variable,
	find: () => findEngine(name),
});

/** What tests need beside Node and npm. */
const NEEDS = {
	Chromium: createEngineNeed("Chromium", "CHROMIUM_PATH"),
	Firefox: createEngineNeed("Firefox", "FIREFOX_PATH"),
	WebKit: createEngineNeed("WebKit", "WEBKIT_DRIVER_PATH"),
	Redis: {
		title: "Redis 6.2 or newer",
		packages: ["redis-server"],
		variable: "REDIS_SERVER_PATH",
		find: findRedis,
	},
} satisfies Record<string, Need>;

type NeedName = keyof typeof NEEDS;

const listPackages = (names: readonly NeedName[]) => names.flatMap((name) => NEEDS[name].packages);

/** Says how somebody gets these. */
export function advise(names: readonly NeedName[]): string {
	const list = (texts: string[]) => texts.join(", ");
	const titles = list(names.map((name) => NEEDS[name].title));
	const variables = list(names.map((name) => NEEDS[name].variable));
	return `Install ${titles} (on Debian: apt-get install ${listPackages(names).join(" ")}), or set ${variables}.`;
}

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
export async function completeMachine(wanted = Object.keys(NEEDS) as readonly NeedName[]): Promise<void> {
	const missing = wanted.filter((name) => (name === "Chromium" || process.env.CI) && !NEEDS[name].find());
	if (!missing.length) return;
	const packages = listPackages(missing);
	console.log(`Installing ${packages.join(", ")} …`);
	try {
		await installPackages(packages);
	} catch (cause) {
		throw new Error(advise(missing), { cause });
	}
}
