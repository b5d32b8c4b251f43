import type { Bus } from "./bus.js";
import { createLater } from "./later.js";
import { checkRedisClient, type RedisClient, type RedisSubscriber } from "./redis-client.js";
import { CHANNEL, createRedisStore } from "./redis-store.js";
import { createTopics } from "./topics.js";

export type { RedisClient, RedisSubscriber } from "./redis-client.js";

/** ms until what Redis did not do is tried again. */
const RETRY_DELAY = 1000;

/** Topics that are read at once. */
const BATCH = 100;

/**
 * For a relay on several machines. Needs Redis 6.2 or newer, and a client of the package `redis`, by `createClient` or
 * `createCluster`. The client stays yours: connect it, listen to its errors, close it after the relay. The bus opens one more
 * connection, by `client.duplicate()`, when the first page listens.
 *
 * While Redis is away, hooks are answered with 503, and streams stay open: they hear what they missed when it is back.
 *
 * @throws TypeError for any other client.
 * @example
 * declare const client: RedisClient; // createClient({ url: "redis://localhost:6379" })
 * const relay = createRelay({ bus: redisBus(client), signingSecret: "from Crisp's Marketplace" });
 */
export function redisBus(client: RedisClient): Bus {
	checkRedisClient(client);
	const store = createRedisStore(client);
	const topics = createTopics();
	/** Those whose last event is to be read. */
	const unread = new Set<string>();
	let subscriber: RedisSubscriber | undefined;
	let isSubscribed = false;
	let isReading = false;
	let isClosed = false;
	const later = createLater(RETRY_DELAY);

	/** Each connection may have missed something before it was subscribed, so everything is read again after. */
	async function follow(): Promise<void> {
		if (isClosed) return;
		subscriber ??= createSubscriber();
		try {
			if (!subscriber.isOpen) await subscriber.connect();
			// Nothing is sent where it is subscribed already. A cluster client answers when its new node is.
			await subscriber.subscribe(CHANNEL, hear);
		} catch {
			later.run(follow);
			return;
		}
		isSubscribed = true;
		for (const topic of topics.names()) unread.add(topic);
		await readUnread();
	}

	function createSubscriber(): RedisSubscriber {
		const created = client.duplicate();
		// Without a listener Node throws it. The client, whose copy this is, has a listener of its own and tells the same.
		created.on("error", () => {});
		// Of a stand-alone client, which has subscribed again before, and of a node of a cluster.
		for (const event of ["ready", "node-ready"]) created.on(event, follow);
		// Its strategy of reconnecting has given up.
		created.on("terminated", () => later.run(follow));
		return created;
	}

	function hear(message: string): void {
		const { topic, value, at } = JSON.parse(message);
		topics.tell(topic, { value, at });
	}

	/** In batches: where Redis is away, only one of them waits in the client. */
	async function readUnread(): Promise<void> {
		if (isReading) return;
		isReading = true;
		let isThere = true;
		while (isThere && unread.size && !isClosed) {
			const batch = [...unread].slice(0, BATCH);
			isThere = (await Promise.all(batch.map(readLast))).every(Boolean);
		}
		isReading = false;
		if (!isThere && !isClosed) later.run(readUnread);
	}

	/** @returns false where Redis is away. */
	async function readLast(topic: string): Promise<boolean> {
		unread.delete(topic);
		if (!topics.has(topic)) return true;
		try {
			const last = await store.read(topic);
			if (last) topics.tell(topic, last);
			return true;
		} catch {
			unread.add(topic);
			return false;
		}
	}

	return {
		publish: store.publish,
		subscribe(topic, listener) {
			const undo = topics.add(topic, listener);
			unread.add(topic);
			if (isSubscribed) readUnread();
			else if (!subscriber) follow();
			return undo;
		},
		async close() {
			isClosed = true;
			later.cancelAll();
			if (subscriber?.isOpen) subscriber.destroy();
		},
	};
}
