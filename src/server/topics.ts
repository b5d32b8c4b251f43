import type { RelayEvent } from "./relay-event.js";

export type Listener = (event: RelayEvent) => void;

/** Who listens on which topic of this process. */
export interface Topics {
	add(topic: string, listener: Listener): () => void;
	tell(topic: string, event: RelayEvent): void;
	has(topic: string): boolean;
	names(): string[];
}

export function createTopics(): Topics {
	const listeners = new Map<string, Set<Listener>>();
	return {
		add(topic, listener) {
			const added = listeners.get(topic) ?? new Set();
			listeners.set(topic, added.add(listener));
			return () => {
				added.delete(listener);
				if (!added.size && listeners.get(topic) === added) listeners.delete(topic);
			};
		},
		tell(topic, event) {
			for (const listener of [...(listeners.get(topic) ?? [])]) listener(event);
		},
		has: (topic) => listeners.has(topic),
		names: () => [...listeners.keys()],
	};
}
