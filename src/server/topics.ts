import type { RelayEvent } from "./relay-event.js";

type Listener = (event: RelayEvent) => void;

/** Who listens on which topic of this process. */
export function createTopics() {
	const listeners = new Map<string, Set<Listener>>();
	return {
		add(topic: string, listener: Listener): () => void {
			const added = listeners.get(topic) ?? new Set();
			listeners.set(topic, added.add(listener));
			return () => {
				added.delete(listener);
				if (!added.size && listeners.get(topic) === added) listeners.delete(topic);
			};
		},
		tell(topic: string, event: RelayEvent): void {
			for (const listener of [...(listeners.get(topic) ?? [])]) listener(event);
		},
		has: (topic: string) => listeners.has(topic),
		names: () => [...listeners.keys()],
	};
}
