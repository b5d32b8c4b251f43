/** What is used of a client of the package `redis`, stand-alone or cluster. */
export interface RedisClient {
	readonly isOpen: boolean;
	/** Missing in older cluster clients. */
	readonly isReady?: boolean;
	eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
	/** A connection of its own: one that is subscribed does nothing else. */
	duplicate(): RedisSubscriber;
}

export interface RedisSubscriber {
	readonly isOpen: boolean;
	on(event: string, listener: () => void): unknown;
	connect(): Promise<unknown>;
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
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
