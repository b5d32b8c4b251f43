/**
 * Streams per process and their memory, hooks per second, and ms from a hook to the page, with the limit per address and
 * without; the processor time that heartbeats take. Everything runs on this machine, the pages and Crisp too, so that the
 * relay has a part of it only. Prints a table and writes results/relay.json.
 *
 * node relay.mjs 100 only tries it, with 100 streams, and writes nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { startRedis, startRelay } from "./relay-process.mjs";
import { openStreams, postHook, stopPosting } from "./relay-traffic.mjs";

const [tried] = process.argv.slice(2);
const COUNTS = tried ? [Number(tried)] : [1_000, 10_000];
/** ms of heartbeats alone: three of them. */
const QUIET = tried ? 2_000 : 21_000;
const LIMITS = { off: [], on: ["--trust-proxy", "1"] };
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

/** Percent of one core that the process uses while nothing is told. */
async function measureHeartbeats(relay) {
	const before = relay.cpu();
	if (before === undefined) return undefined;
	await wait(QUIET);
	return Number(((100 * (relay.cpu() - before)) / QUIET).toFixed(2));
}

/** Hooks go to the first relay, pages to the last. */
async function measure(name, limits, relays, count) {
	const holder = relays.at(-1);
	const before = holder.memory();
	const arrivals = new Map();
	const close = await openStreams(holder.port, count, (page) => arrivals.get(page)?.());
	const bytes = (holder.memory() - before) / count;
	const heartbeatCpuPercent = await measureHeartbeats(holder);
	const times = await timeHooks(relays[0].port, count, arrivals);
	const hooks = await countHooks(relays[0].port, count);
	close();
	return {
		relays: name,
		limits,
		streams: count,
		bytesPerStream: Math.round(bytes),
		heartbeatCpuPercent,
		hooksPerSecond: Math.round(hooks),
		p50Ms: Number(percentile(times, 0.5).toFixed(2)),
		p99Ms: Number(percentile(times, 0.99).toFixed(2)),
	};
}

async function measureAll(name, start) {
	const results = [];
	for (const [limits, args] of Object.entries(LIMITS)) {
		for (const count of COUNTS) {
			const relays = await start(args);
			results.push(await measure(name, limits, relays, count));
			for (const relay of relays) await relay.stop();
		}
	}
	return results;
}

const redis = await startRedis();
const results = await measureAll("one, in memory", async (args) => [await startRelay(...args)]);
if (redis) {
	const startOne = (args) => startRelay("--redis", redis.url, ...args);
	results.push(...(await measureAll("two, on Redis", async (args) => [await startOne(args), await startOne(args)])));
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
if (!tried) writeFileSync(new URL("results/relay.json", import.meta.url), `${JSON.stringify(report, null, 2)}\n`);
