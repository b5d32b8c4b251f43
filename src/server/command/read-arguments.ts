import { parseArgs } from "node:util";

export const USAGE = `Usage: crisp-signals relay [options]

Tells open pages what Enum is told and tells: Crisp's web hook in, server-sent events out.

  --port <number>    Default: 8787; 0 for any free one
  --path <path>      Of the hook and of the streams. Default: /crisp-signals
  --origin <origin>  Whose pages may listen, such as https://shop.example. May be given several times. Default: the relay's own
  --redis <url>      For several relays: redis://host:6379. Needs the package redis. Default: one relay, in memory
  --help

Environment, several of each separated by a space while they are being changed; one of the first two is needed:
  CRISP_SIGNING_SECRET  of a Crisp plugin
  CRISP_HOOK_SECRET     ?secret= of a website hook's address
  CRISP_REDIS_URL       instead of --redis, where the address has a password

GET /healthz answers 200 as long as the relay runs.`;

/** What is wrong with the command line; its message says it all. */
export class UsageError extends Error {
	override readonly name = "UsageError";
}

export interface CommandSettings {
	port: number;
	path: string;
	origin: string[];
	secret: string[];
	signingSecret: string[];
	redis?: string | undefined;
}

type Environment = Record<string, string | undefined>;

const words = (text = "") => text.split(/\s+/).filter(Boolean);

function parse(args: string[]) {
	const text = { type: "string" } as const;
	const options = {
		port: { ...text, default: "8787" },
		path: { ...text, default: "/crisp-signals" },
		origin: { ...text, multiple: true, default: [] as string[] },
		redis: text,
		help: { type: "boolean", short: "h", default: false },
	} as const;
	try {
		return parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
	}
}

/** @throws UsageError */
export function readArguments(args: string[], env: Environment): CommandSettings | "help" {
	const { values, positionals } = parse(args);
	if (values.help) return "help";
	if (positionals.join() !== "relay") throw new UsageError(`Expected the command relay\n\n${USAGE}`);
	const { path, origin } = values;
	const port = Number(values.port);
	if (!/^\d+$/.test(values.port) || port > 65535) throw new UsageError("Expected --port to be 0 to 65535");
	if (!/^\/[\w\-./~]*$/.test(path) || path === "/healthz") {
		throw new UsageError("Expected --path to be like /crisp-signals, and not /healthz");
	}
	const secret = words(env.CRISP_HOOK_SECRET);
	const signingSecret = words(env.CRISP_SIGNING_SECRET);
	if (!secret.length && !signingSecret.length) {
		throw new UsageError("Expected CRISP_SIGNING_SECRET or CRISP_HOOK_SECRET in the environment");
	}
	return { port, path, origin, secret, signingSecret, redis: values.redis ?? (env.CRISP_REDIS_URL || undefined) };
}
