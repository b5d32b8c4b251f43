import { parseArgs } from "node:util";

export const USAGE = `Usage: crisp-signals relay [options]

Tells open pages what Enum is told and tells: Crisp's web hook in, server-sent events out.

  --host <address>         To listen at. Default: every address of this machine
  --port <number>          0 for any free one. Default: 8787
  --path <path>            Of the hook and of the streams. Default: /crisp-signals
  --origin <origin>        Whose pages may listen, such as https://shop.example; several times for several. Default: the relay's own
  --redis <url>            For several relays: redis://host:6379. Needs the package redis. Default: one relay, in memory
  --key <name>             The key of the session data. Default: enum
  --heartbeat <ms>         Between two signs of life on a stream. Default: 7000
  --max-connections <n>    Streams that may be open. Default: 10000
  --max-per-address <n>    Streams of one visitor's address, or of one /64 of IPv6. Default: 1000
  --trust-proxy <n>        How many proxies of yours add to X-Forwarded-For: the n-th from its end is the visitor. Default: 0, the
                           address of the connection. Loopback and private addresses are not limited.
  --help

Environment, several of each separated by a space while they are being changed; one of the first two is needed:
  CRISP_SIGNING_SECRET  of a Crisp plugin
  CRISP_HOOK_SECRET     ?secret= of a website hook's address
  CRISP_REDIS_URL       instead of --redis, where the address has a password

GET /healthz answers 200 as long as the relay runs.`;

/** What is wrong with the command line; its message says it all, in one line. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

const text = { type: "string" } as const;

const OPTIONS = {
	host: text,
	port: { ...text, default: "8787" },
	path: { ...text, default: "/crisp-signals" },
	origin: { ...text, multiple: true, default: [] as string[] },
	redis: text,
	key: { ...text, default: "enum" },
	heartbeat: { ...text, default: "7000" },
	"max-connections": { ...text, default: "10000" },
	"max-per-address": { ...text, default: "1000" },
	"trust-proxy": { ...text, default: "0" },
	help: { type: "boolean", short: "h", default: false },
} as const;

function parse(args: string[]) {
	try {
		return parseArgs({ args, options: OPTIONS, allowPositionals: true });
	} catch (error) {
		const [line] = (error as Error).message.split("\n");
		throw new UsageError(`${line} See crisp-signals --help`);
	}
}

const words = (list = "") => list.split(/\s+/).filter(Boolean);

function check(isRight: boolean, expected: string): void {
	if (!isRight) throw new UsageError(`Expected ${expected}`);
}

export type CommandSettings = Exclude<ReturnType<typeof readArguments>, "help">;

/** @throws UsageError */
export function readArguments(args: string[], env: Record<string, string | undefined>) {
	const { values, positionals } = parse(args);
	if (values.help) return "help";

	function readNumber(name: keyof typeof OPTIONS, min: number, max = 2 ** 31 - 1): number {
		const given = String(values[name]);
		const number = Number(given);
		check(/^\d+$/.test(given) && number >= min && number <= max, `--${name} to be ${min} to ${max}`);
		return number;
	}

	const { host, path, origin, key, redis = env.CRISP_REDIS_URL || undefined } = values;
	const secret = words(env.CRISP_HOOK_SECRET);
	const signingSecret = words(env.CRISP_SIGNING_SECRET);
	const isPath = /^\/[\w\-./~]*$/.test(path) && new URL(path, "http://localhost").pathname === path;
	check(positionals.join() === "relay", "the command relay. See crisp-signals --help");
	check(host !== "", "--host to be an address");
	check(isPath && path !== "/healthz", "--path to be like /crisp-signals, and not /healthz");
	check(redis !== "", "--redis to be like redis://host:6379");
	check(secret.length + signingSecret.length > 0, "CRISP_SIGNING_SECRET or CRISP_HOOK_SECRET in the environment");
	return {
		host,
		port: readNumber("port", 0, 65535),
		path,
		redis,
		trustProxy: readNumber("trust-proxy", 0, 100),
		relay: {
			key,
			origin,
			secret,
			signingSecret,
			heartbeat: readNumber("heartbeat", 10),
			maxConnections: readNumber("max-connections", 1),
			maxPerAddress: readNumber("max-per-address", 1),
		},
	};
}
