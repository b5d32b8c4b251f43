/**
 * What is used of a client of the package `redis`, stand-alone (`createClient`) or cluster (`createCluster`): those fit.
 *
 * @example
 * const isThere = (client: RedisClient) => client.isOpen && client.isReady !== false;
 */
export interface RedisClient {
	/** Whether it was connected and not yet closed. */
	readonly isOpen: boolean;
	/** Whether Redis is there now. Older cluster clients do not say. */
	readonly isReady?: boolean;
	/** Runs a script; in a cluster on the node that has the key. */
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
	/** A connection of its own: one that is subscribed does nothing else. */
	duplicate(): RedisSubscriber;
}

/**
 * What is used of the client that listens.
 *
 * @example
 * const listen = (subscriber: RedisSubscriber) => subscriber.subscribe("channel", (message) => console.log(message));
 */
export interface RedisSubscriber {
	/** Whether it was connected and not yet closed. */
	readonly isOpen: boolean;
	/** Adds a listener for the client's own events, such as `ready`. */
	on(event: string, listener: () => void): unknown;
	/** Connects, and from then on by itself again. */
	connect(): Promise<unknown>;
	/** Listens on a channel, also after each reconnect. Resolves when Redis has answered. */
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
	/** Closes it at once. */
	destroy(): void;
}

/** @throws TypeError for clients of other packages, for pools, and for what is no client. */
export function checkRedisClient(client: RedisClient): void {
	const { isOpen, eval: run, duplicate, subscribe } = (client ?? {}) as Partial<RedisClient & RedisSubscriber>;
	const isClient =
		typeof isOpen === "boolean" && [run, duplicate, subscribe].every((each) => typeof each === "function");
	if (isClient) return;
	const got = client === null || typeof client !== "object" ? String(client) : "something else";
	throw new TypeError(`Expected client to be made by createClient or createCluster of the package redis, got ${got}`);
}
