import type { Bus } from "./bus.js";
import { isNewer, LIFETIME, type RelayEvent } from "./relay-event.js";
import { createTopics } from "./topics.js";

/** Sessions whose last event is kept. */
const MAX_TOPICS = 100_000;

const isExpired = ({ at }: RelayEvent) => at + LIFETIME <= Date.now();

/**
 * The default bus, for a relay that is one process. Keeps what stands for 100,000 sessions; a restart forgets it.
 *
 * @example
 * const relay = createRelay({ bus: memoryBus(), secret: "a long random text" });
 */
export function memoryBus(): Bus {
	const topics = createTopics();
	/** Those that were set last stand last. */
	const lasts = new Map<string, RelayEvent>();

	function forgetOld(): void {
		for (const [topic, last] of lasts) {
			if (!isExpired(last) && lasts.size <= MAX_TOPICS) return;
			lasts.delete(topic);
		}
	}

	return {
		async publish(topic, event) {
			const last = lasts.get(topic);
			if (last && !isNewer(event, last)) return;
			lasts.delete(topic);
			lasts.set(topic, event);
			forgetOld();
			topics.tell(topic, event);
		},
		subscribe(topic, listener) {
			const undo = topics.add(topic, listener);
			const last = lasts.get(topic);
			if (last && !isExpired(last)) listener(last);
			return undo;
		},
		async close() {},
	};
}
