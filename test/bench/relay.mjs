/**
 * Streams per process and their memory, hooks per second, and ms from a hook to the page. Everything runs on this machine,
 * the pages and Crisp too, so that the relay has a part of it only. Prints a table and writes results/relay.json.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { startRedis, startRelay } from "./relay-process.mjs";
import { openStreams, postHook, stopPosting } from "./relay-traffic.mjs";

const COUNTS = [1_000, 10_000];
/** Hooks whose way to the page is measured, one after the other by each of a few senders. */
const TIMED = 2_000;
const SENDERS = 4;
/** ms of hooks as fast as they are answered, by many senders. */
const BURST = 3_000;
const BURST_SENDERS = 64;

const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];

const runSenders = (count, send) => Promise.all(Array.from({ length: count }, (_, sender) => send(sender)));

/** Each sender waits until the page has heard before it sends the next. */
async function timeHooks(port, count, arrivals) {
	const times = [];
	await runSenders(SENDERS, async (sender) => {
		for (let index = sender; index < TIMED; index += SENDERS) {
			const page = (index * 7919) % count;
			const heard = new Promise((resolve) => arrivals.set(page, resolve));
			const start = performance.now();
			await Promise.all([heard.then(() => times.push(performance.now() - start)), postHook(port, page)]);
		}
	});
	return times.sort((one, other) => one - other);
}

async function countHooks(port, count) {
	let answered = 0;
	const start = performance.now();
	await runSenders(BURST_SENDERS, async (sender) => {
		for (let index = sender; performance.now() - start < BURST; index += BURST_SENDERS) {
			await postHook(port, index % count);
			answered++;
		}
	});
	return (1000 * answered) / (performance.now() - start);
}

/** Hooks go to the first relay, pages to the last. */
async function measure(name, relays, count) {
	const holder = relays.at(-1);
	const before = holder.memory();
	const arrivals = new Map();
	const close = await openStreams(holder.port, count, (page) => arrivals.get(page)?.());
	const bytes = (holder.memory() - before) / count;
	const times = await timeHooks(relays[0].port, count, arrivals);
	const hooks = await countHooks(relays[0].port, count);
	close();
	return {
		relays: name,
		streams: count,
		bytesPerStream: Math.round(bytes),
		hooksPerSecond: Math.round(hooks),
		p50Ms: Number(percentile(times, 0.5).toFixed(2)),
		p99Ms: Number(percentile(times, 0.99).toFixed(2)),
	};
}

async function measureAll(name, start) {
	const results = [];
	for (const count of COUNTS) {
		const relays = await start();
		results.push(await measure(name, relays, count));
		for (const relay of relays) await relay.stop();
	}
	return results;
}

const redis = await startRedis();
const results = await measureAll("one, in memory", async () => [await startRelay()]);
if (redis) {
	const startTwo = async () => [await startRelay("--redis", redis.url), await startRelay("--redis", redis.url)];
	results.push(...(await measureAll("two, on Redis", startTwo)));
} else console.log("Two relays on Redis are left out: redis-server is not installed.");
stopPosting();
await redis?.stop();

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const machine = {
	cpu: cpus()[0]?.model,
	cores: cpus().length,
	memoryGB: Math.round(totalmem() / 2 ** 30),
	platform: `${process.platform} ${process.arch}`,
};
const versions = { "crisp-signals": version, node: process.versions.node, redis: redis?.version };
console.table(results);
const report = { date: new Date().toISOString().slice(0, 10), machine, versions, results };
writeFileSync(new URL("results/relay.json", import.meta.url), `${JSON.stringify(report, null, 2)}\n`);
