/**
 * The relay for a site's own server: Crisp's web hook in, server-sent events for the open pages out. Needs the Fetch API,
 * streams and WebCrypto alone: Node 20, Bun, Deno, Workers.
 *
 * @module crisp-signals/server
 */

export type { Bus } from "./bus.js";
export { memoryBus } from "./memory-bus.js";
export type { RelayServerOptions } from "./options.js";
export { redisBus } from "./redis-bus.js";
export type { RedisClient } from "./redis-client.js";
export { createRelay, type Relay } from "./relay.js";
export type { RelayEvent } from "./relay-event.js";
