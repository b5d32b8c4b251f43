import { UsageError } from "./read-arguments.js";

/**
 * The command's own client. It is connected later, and not waited for: until Redis is there, hooks are answered with 503.
 *
 * @param log is called with one line when Redis goes away, and one when it is there.
 */
export async function createRedis(url: string, log: (line: string) => void) {
	const { createClient } = await import("redis").catch(() => {
		throw new UsageError("Expected the package redis beside crisp-signals: npm install redis");
	});
	const create = () => {
		try {
			return createClient({ url });
		} catch {
			// The address may hold a password.
			throw new UsageError("Expected --redis or CRISP_REDIS_URL to be like redis://host:6379");
		}
	};
	const client = create();
	let isAway: boolean | undefined;
	client.on("error", (error) => {
		if (!isAway) log(`Redis is away: ${error.code ?? error.message}`);
		isAway = true;
	});
	client.on("ready", () => {
		if (isAway !== false) log("Redis is there");
		isAway = false;
	});
	return client;
}
