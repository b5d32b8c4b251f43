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
	/** Another client for the same Redis: one that is subscribed does nothing else. */
	duplicate(): RedisClient;
	/** Adds a listener for the client's own events, such as `ready`. */
	on(event: string, listener: () => void): unknown;
	/** Connects, and from then on by itself again. */
	connect(): Promise<unknown>;
	/** Listens on a channel, also after each reconnect. Resolves when Redis has answered. */
	subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
	/** Closes it at once. */
	destroy(): void;
}
