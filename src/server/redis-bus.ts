import type { Bus } from "./bus.js";
import type { RedisClient } from "./redis-client.js";
import { CHANNEL, createRedisStore } from "./redis-store.js";
import { createTopics } from "./topics.js";

/** ms until what Redis did not do is tried again. */
const RETRY_DELAY = 1000;

/** Topics that are read at once: where Redis is away, no more wait in the client. */
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
	// What it got is not shown: an address may hold a password.
	if (!isRedisClient(client)) {
		throw new TypeError("Expected client to be made by createClient or createCluster of the package redis");
	}
	const store = createRedisStore(client);
	const topics = createTopics();
	/** Those whose last event is to be read. */
	const unread = new Set<string>();
	let subscriber: RedisClient | undefined;
	/** The subscriber that is catching up. */
	let busy: RedisClient | undefined;
	let retry: ReturnType<typeof setTimeout> | undefined;

	function createSubscriber(): RedisClient {
		const created = client.duplicate();
		// Without a listener Node throws it. The client, whose copy this is, has a listener of its own and tells the same.
		created.on("error", () => {});
		// Of a stand-alone client, and of a node of a cluster. What came before may have been missed.
		for (const event of ["ready", "node-ready"]) created.on(event, readAgain);
		// Its strategy of reconnecting has given up.
		created.on("terminated", tryLater);
		return created;
	}

	function readAgain(): void {
		for (const topic of topics.names()) unread.add(topic);
		catchUp();
	}

	function tryLater(): void {
		if (!subscriber) return;
		retry ??= setTimeout(() => {
			retry = undefined;
			catchUp();
		}, RETRY_DELAY);
	}

	/** Subscribes before it reads, so that nothing comes in between. */
	async function catchUp(): Promise<void> {
		const own = subscriber;
		if (!own || busy === own) return;
		busy = own;
		try {
			if (!own.isOpen) await own.connect();
			while (own === subscriber && unread.size) {
				// Nothing is sent where it is subscribed already. A cluster client answers when its new node is.
				await own.subscribe(CHANNEL, hear);
				await Promise.all([...unread].slice(0, BATCH).map(read));
			}
		} catch {
			tryLater();
		} finally {
			if (busy === own) busy = undefined;
		}
	}

	function hear(message: string): void {
		const { topic, value, at } = JSON.parse(message);
		topics.tell(topic, { value, at });
	}

	/** Rejects where Redis is away. */
	async function read(topic: string): Promise<void> {
		unread.delete(topic);
		if (!topics.has(topic)) return;
		try {
			const last = await store.read(topic);
			if (last) topics.tell(topic, last);
		} catch (error) {
			unread.add(topic);
			throw error;
		}
	}

	return {
		publish: store.publish,
		subscribe(topic, listener) {
			const undo = topics.add(topic, listener);
			unread.add(topic);
			subscriber ??= createSubscriber();
			catchUp();
			return undo;
		},
		async close() {
			if (topics.names().length) return;
			clearTimeout(retry);
			retry = undefined;
			if (subscriber) letGo(subscriber);
			subscriber = undefined;
		},
	};
}

/** No client of another package, and no pool. */
function isRedisClient(client: RedisClient): boolean {
	const { isOpen, eval: run, duplicate, subscribe } = (client ?? {}) as Partial<RedisClient>;
	return typeof isOpen === "boolean" && [run, duplicate, subscribe].every((each) => typeof each === "function");
}

/**
 * A client that is destroyed while it opens its socket keeps the socket: so one that is connecting is destroyed when it is
 * there, or has failed. (Observed: redis 6.3)
 */
function letGo(subscriber: RedisClient): void {
	const end = () => {
		if (subscriber.isOpen) subscriber.destroy();
	};
	if (subscriber.isReady !== false) end();
	else for (const event of ["ready", "error"]) subscriber.on(event, end);
}
