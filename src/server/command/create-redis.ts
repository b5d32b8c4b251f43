import type { RedisClient } from "../redis-client.js";
import { UsageError } from "./read-arguments.js";

/** The command's own client. */
export interface Redis {
	client: RedisClient;
	/** Is not waited for: until Redis is there, hooks are answered with 503. */
	connect(): void;
	close(): void;
}

async function importRedis() {
	try {
		return await import("redis");
	} catch {
		throw new UsageError("Expected the package redis beside crisp-signals: npm install redis");
	}
}

/** @param log is called with one line when Redis goes away, and one when it is there. */
export async function createRedis(url: string, log: (line: string) => void): Promise<Redis> {
	const { createClient } = await importRedis();
	const create = () => {
		try {
			return createClient({ url });
		} catch {
			// The address may hold a password.
			throw new UsageError("Expected --redis or CRISP_REDIS_URL to be like redis://host:6379");
		}
	};
	const client = create();
	let state = "";
	const tell = (next: string, reason = "") => {
		if (state !== next) log(`Redis is ${next}${reason}`);
		state = next;
	};
	client.on("error", (error) => tell("away", `: ${error.code ?? error.message}`));
	client.on("ready", () => tell("there"));
	return {
		client,
		// What it rejects with is told as an error, too.
		connect: () => void client.connect().catch(() => {}),
		close() {
			if (client.isOpen) client.destroy();
		},
	};
}
