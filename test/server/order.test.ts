import fc from "fast-check";
import { createClient } from "redis";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { type Bus, memoryBus, type RelayEvent, redisBus } from "../../src/server/index.js";
import { createRedisStore } from "../../src/server/redis-store.js";
import { isNewer } from "../../src/server/relay-event.js";
import { startRedis } from "./redis-server.js";

const NOW = Date.now();

/** Few moments, so that many fall into the same millisecond; texts whose order in UTF-16 is not the one in UTF-8. */
const anEvent: fc.Arbitrary<RelayEvent> = fc.record({
	at: fc.integer({ min: NOW, max: NOW + 3 }),
	value: fc.oneof(
		fc.constantFrom(
			"start_chatbot",
			"pause_chatbot",
			"chatbot_paused:human",
			"chatbot_paused:",
			"chatbot_paused:Human",
		),
		fc.constantFrom("chatbot_paused:\u{1F4C5}", "chatbot_paused:\uFFFD", "chatbot_paused:é", "chatbot_paused:human "),
		fc.string({ unit: "grapheme" }).map((reason) => `chatbot_paused:${reason}`),
	),
});

const isPause = ({ value }: RelayEvent) => value.startsWith("chatbot_paused:");

/** The order as it is promised: by time, then commands after pauses, then by text. */
const compare = (one: RelayEvent, other: RelayEvent) =>
	one.at - other.at ||
	Number(isPause(other)) - Number(isPause(one)) ||
	Buffer.compare(Buffer.from(one.value), Buffer.from(other.value));

const lastOf = (events: readonly RelayEvent[]) => [...events].sort(compare).at(-1);

it("knows which of two events is newer", () => {
	fc.assert(
		fc.property(anEvent, anEvent, (one, other) => {
			expect(isNewer(one, other)).toBe(compare(one, other) > 0);
		}),
		{ numRuns: 2000 },
	);
});

/** Events in the order in which they happened, and in one in which they may arrive, some of them twice. */
const anArrival = fc
	.array(anEvent, { minLength: 1, maxLength: 12 })
	.chain((events) => fc.shuffledSubarray([...events, ...events], { minLength: events.length }));

/** Publishes by the buses in turn. Returns what is heard at the last of them, up to the event that is to stand. */
async function publish(buses: readonly Bus[], topic: string, arrival: readonly RelayEvent[]): Promise<RelayEvent[]> {
	const heard: RelayEvent[] = [];
	const last = lastOf(arrival);
	const isLastHeard = new Promise<void>((resolve) => {
		buses.at(-1)?.subscribe(topic, (event) => {
			heard.push(event);
			if (event.at === last?.at && event.value === last.value) resolve();
		});
	});
	await Promise.all(arrival.map((event, index) => buses[index % buses.length]?.publish(topic, event)));
	await isLastHeard;
	return heard;
}

describe("whatever the order in which hooks arrive, the last one that happened stands", () => {
	it("in memory, and each that is told is newer than the one before", async () => {
		const bus = memoryBus();
		let topic = 0;
		const property = fc.asyncProperty(anArrival, async (arrival) => {
			const heard = await publish([bus], `${++topic}`, arrival);
			const late: RelayEvent[] = [];
			bus.subscribe(`${topic}`, (event) => late.push(event));
			expect(late).toEqual([lastOf(arrival)]);
			for (const [index, event] of heard.slice(1).entries()) {
				expect(compare(event, heard[index] as RelayEvent)).toBeGreaterThan(0);
			}
		});
		await fc.assert(property, { numRuns: 500 });
	});

	it.skipIf(!inject("hasRedis"))("in Redis, by two machines at once", async () => {
		const redis = await startRedis();
		const clients = [createClient({ url: redis.url }), createClient({ url: redis.url })] as const;
		await Promise.all(clients.map((client) => client.connect()));
		const buses = clients.map(redisBus);
		const store = createRedisStore(clients[0]);
		onTestFinished(async () => {
			for (const bus of buses) await bus.close();
			for (const client of clients) client.destroy();
		});
		let topic = 0;
		const property = fc.asyncProperty(anArrival, async (arrival) => {
			await publish(buses, `${++topic}`, arrival);
			expect(await store.read(`${topic}`)).toEqual(lastOf(arrival));
		});
		await fc.assert(property, { numRuns: 200 });
	});
});
