import type { RedisClient } from "./redis-client.js";
import { LIFETIME, type RelayEvent } from "./relay-event.js";

/** Of all messages. Classic pub/sub: a cluster carries it to every node, whichever node the key is on. */
export const CHANNEL = "crisp-signals:events";

/** ms until Redis counts as away. */
const PATIENCE = 3000;

/**
 * Compares, sets and publishes in one step. A topic is a sorted set of one member: Redis compares scores, then bytes. What
 * comes out on top is kept. `GT` needs Redis 6.2. The channel is no key: a client may put a prefix before keys.
 */
const PUBLISH = `
local changed = redis.call("ZADD", KEYS[1], "GT", "CH", ARGV[1], ARGV[2])
redis.call("ZREMRANGEBYRANK", KEYS[1], 0, -2)
if changed == 0 or not redis.call("ZSCORE", KEYS[1], ARGV[2]) then return 0 end
redis.call("PEXPIREAT", KEYS[1], ARGV[3])
redis.call("PUBLISH", ARGV[4], ARGV[5])
return 1`;

/** A script, since a cluster client may send a plain read to a replica that does not know of it yet. */
const READ = `return redis.call("ZRANGE", KEYS[1], -1, -1, "WITHSCORES")`;

/** The last event of each topic, in Redis. All of it rejects where Redis is away. */
export function createRedisStore(client: RedisClient) {
	async function run(script: string, topic: string, ...args: string[]): Promise<unknown> {
		// Otherwise the client keeps the command until Redis is back, and the hook waits with it.
		if (!client.isOpen || client.isReady === false) throw new Error("Redis is away");
		return inTime(client.eval(script, { keys: [`crisp-signals:${topic}`], arguments: args }));
	}
	return {
		async publish(topic: string, { value, at }: RelayEvent): Promise<void> {
			const message = JSON.stringify({ topic, value, at });
			await run(PUBLISH, topic, `${at}`, value, `${at + LIFETIME}`, CHANNEL, message);
		},
		async read(topic: string): Promise<RelayEvent | undefined> {
			const [value, at] = (await run(READ, topic)) as [string?, string?];
			return value === undefined ? undefined : { value, at: Number(at) };
		},
	};
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Redis has not answered for ${PATIENCE} ms`)), PATIENCE);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
