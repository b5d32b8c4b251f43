import type { Bus } from "./bus.js";
import { type EventStream, openEventStream } from "./event-stream.js";
import { Refusal } from "./refusal.js";
import { isNewer, type RelayEvent } from "./relay-event.js";

/** Pages of one session. A visitor with more open windows hears it in these. */
const MAX_PER_TOPIC = 20;

/**
 * Told to the oldest of too many. It comes back when somebody looks at its page again; a plain EventSource after the minute,
 * by `retry`. Otherwise twenty-one pages would throw each other out for ever.
 */
const REPLACED = { event: "replaced", retry: 60_000, data: "{}" };

/** Comes after every value of the same millisecond: what a page has heard up to then, it does not hear again. */
const lastOf = (at: number): RelayEvent => ({ at, value: "\u{10FFFF}" });

/** All event streams of a relay. */
export interface Streams {
	/** @param heardUntil the id of the last event that this page has heard: ms, or undefined. */
	open(topic: string, heardUntil: number | undefined): EventStream;
	close(): void;
}

export function createStreams(bus: Bus, heartbeat: number, maxConnections: number): Streams {
	const byTopic = new Map<string, Set<EventStream>>();
	let count = 0;
	let isClosed = false;

	function makeRoom(topic: string): void {
		const [oldest, ...others] = byTopic.get(topic) ?? [];
		if (oldest && others.length + 1 >= MAX_PER_TOPIC) {
			oldest.send(REPLACED);
			oldest.close();
		}
		if (count >= maxConnections) {
			throw new Refusal(503, "Too many streams are open", { "Retry-After": "60" });
		}
	}

	function remember(topic: string, stream: EventStream): void {
		const streams = byTopic.get(topic) ?? new Set();
		byTopic.set(topic, streams.add(stream));
		count++;
	}

	function forget(topic: string, stream: EventStream): void {
		const streams = byTopic.get(topic);
		streams?.delete(stream);
		if (!streams?.size) byTopic.delete(topic);
		count--;
	}

	return {
		open(topic, heardUntil) {
			// While the site was asked whether this page may listen.
			if (isClosed) throw new Refusal(503, "The relay is closing");
			makeRoom(topic);
			let sent = heardUntil === undefined ? undefined : lastOf(heardUntil);
			const stream = openEventStream(heartbeat, () => {
				unsubscribe();
				forget(topic, stream);
			});
			remember(topic, stream);
			const unsubscribe = bus.subscribe(topic, (event) => {
				if (sent && !isNewer(event, sent)) return;
				sent = event;
				const { value, at } = event;
				stream.send({ id: at, data: JSON.stringify({ value, at }) });
			});
			return stream;
		},
		close() {
			isClosed = true;
			for (const stream of [...byTopic.values()].flatMap((streams) => [...streams])) stream.close();
		},
	};
}
