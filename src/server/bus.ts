import type { RelayEvent } from "./relay-event.js";

/**
 * What relays share: the last event of each topic, and the news of it. A topic is made of the session's hash; any string.
 * {@link memoryBus} and {@link redisBus} are two; another one, for a Durable Object for example, keeps the same promises.
 *
 * @example
 * const bus: Bus = memoryBus();
 * const leave = bus.subscribe("topic", ({ value }) => console.log(value));
 * await bus.publish("topic", { value: "chatbot_paused:human", at: Date.now() });
 * leave();
 */
export interface Bus {
	/**
	 * Keeps the event for 24 hours, and tells it to whoever listens on any machine, if it is newer than the topic's last: by
	 * `at`, then by the bytes of `value`. All of that is one step. Rejects where the event may not have been kept; the hook is
	 * then answered with 503.
	 */
	publish(topic: string, event: RelayEvent): Promise<void>;
	/**
	 * Tells the topic's last event, if there is one, and each newer one. May tell one twice, or an older one late: the relay
	 * drops these. Never fails: where the bus is away, it tells what was missed when it is back. Returns its undo.
	 */
	subscribe(topic: string, listener: (event: RelayEvent) => void): () => void;
	/**
	 * Called by the relay's own `close`, when its streams have ended. Lets go of what the bus has opened itself, unless another
	 * relay still listens by it.
	 */
	close(): Promise<void>;
}
