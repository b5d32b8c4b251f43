import { createClient } from "redis";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { redisBus } from "../../src/server/index.js";
import { eventually } from "./eventually.js";
import { PAUSE, tell } from "./hook.js";
import { openPage } from "./page.js";
import { startCluster, startClusterMachine } from "./redis-cluster.js";
import { startMachine, tellUntilTaken } from "./redis-machine.js";
import { startRedis } from "./redis-server.js";
import { startRelay } from "./start-relay.js";
import { startTcpProxy } from "./tcp-proxy.js";

const START = "start_chatbot";

describe.skipIf(!inject("hasRedis"))("two machines on one Redis", () => {
	it("tell a page at the one of a hook at the other", async () => {
		const redis = await startRedis();
		const [one, two] = [await startMachine(redis.url), await startMachine(redis.url)];
		const page = await openPage(two.url);
		const at = Date.now();
		for (const [index, value] of [PAUSE, START, "chatbot_paused:\u{1F4C5}"].entries()) {
			await tell(one.url, { value, at: at + index });
			expect(await page.nextData()).toEqual({ value, at: at + index });
		}
		expect(await (await openPage(two.url)).nextData()).toEqual({ value: "chatbot_paused:\u{1F4C5}", at: at + 2 });
		await tell(one.url, { session: "session_other", value: START, at: at + 3 });
		await tell(two.url, { value: START, at: at + 4 });
		expect(await page.nextData()).toEqual({ value: START, at: at + 4 });
	});

	it("keep what stands for 24 hours from when it happened", async () => {
		const redis = await startRedis();
		const { url, client } = await startMachine(redis.url);
		const at = Date.now() - 3_600_000;
		await tell(url, { at });
		await tell(url, { value: START, at: at - 1000 });
		const [key = "", ...others] = await client.keys("*");
		expect(others).toEqual([]);
		expect(await client.pExpireTime(key)).toBe(at + 86_400_000);
	});

	it("leave the newest of hooks that race, and tell each page in order", async () => {
		const redis = await startRedis();
		const machines = [await startMachine(redis.url), await startMachine(redis.url)] as const;
		const pages = [await openPage(machines[0].url), await openPage(machines[1].url)];
		const at = Date.now();
		const order = Array.from({ length: 200 }, (_, index) => (index * 73) % 200);
		await Promise.all(order.map((late, index) => tell(machines[index % 2]?.url ?? "", { at: at + late })));
		for (const page of pages) {
			const heard: number[] = [];
			while (heard.at(-1) !== at + 199) heard.push((await page.nextData()).at);
			expect(heard).toEqual([...new Set(heard)].sort());
		}
		expect(await (await openPage(machines[0].url)).nextData()).toEqual({ value: PAUSE, at: at + 199 });
	});

	it("leave no gap between what stands and what comes, for pages that open meanwhile", async () => {
		const redis = await startRedis();
		const [one, two] = [await startMachine(redis.url), await startMachine(redis.url)];
		const sessions = Array.from({ length: 100 }, (_, index) => `session_${index}`);
		const at = Date.now();
		const opening = sessions.map(async (session) => (await openPage(two.url, session)).nextData());
		await Promise.all(sessions.map((session) => tell(one.url, { session, at })));
		expect(await Promise.all(opening)).toEqual(sessions.map(() => ({ value: PAUSE, at })));
	});

	it("tell what was missed to a machine whose line to Redis was cut", async () => {
		const redis = await startRedis();
		const line = await startTcpProxy(redis.port);
		const [one, two] = [await startMachine(redis.url), await startMachine(`redis://127.0.0.1:${line.port}`)];
		const page = await openPage(two.url);
		const at = Date.now();
		await tell(one.url, { value: START, at });
		expect(await page.nextData()).toEqual({ value: START, at });
		line.cut();
		await eventually(async () => expect(await tell(two.url, { at: at - 1 })).toBe(503));
		await tell(one.url, { at: at + 1 });
		line.mend();
		expect(await page.nextData()).toEqual({ value: PAUSE, at: at + 1 });
		await tellUntilTaken(two.url, { value: START, at: at + 2 });
		expect(await page.nextData()).toEqual({ value: START, at: at + 2 });
	});

	it("tell what stands to a page that opened while Redis could not be read", async () => {
		const redis = await startRedis();
		const line = await startTcpProxy(redis.port);
		const client = createClient({ url: `redis://127.0.0.1:${line.port}` });
		client.on("error", () => {});
		await client.connect();
		onTestFinished(() => client.destroy());
		// Its news come by another line, which holds.
		const duplicate = () => createClient({ url: redis.url });
		const { url } = await startRelay({ bus: redisBus(Object.assign(client, { duplicate: duplicate as never })) });
		const other = await startMachine(redis.url);
		const first = await openPage(url, "session_first");
		await tell(other.url, { session: "session_first" });
		await first.nextData();
		line.cut();
		await eventually(() => expect(client.isReady).toBe(false));
		const at = Date.now();
		await tell(other.url, { at });
		const page = await openPage(url);
		line.mend();
		expect(await page.nextData()).toEqual({ value: PAUSE, at });
	});

	it("answer 503 while Redis is away, keep their streams, and go on when it is back", async () => {
		const redis = await startRedis();
		const [one, two] = [await startMachine(redis.url), await startMachine(redis.url)];
		const page = await openPage(two.url);
		await tell(one.url, { value: START });
		expect(await page.nextData()).toMatchObject({ value: START });
		await redis.kill();
		await eventually(async () => expect(await tell(one.url)).toBe(503));
		expect(one.lines.at(-1)).toBe("Refused POST with 503: The relay cannot keep this now (Redis is away)");
		const opened = await openPage(two.url, "session_meanwhile");
		expect(opened.response.status).toBe(200);
		await redis.start();
		await tellUntilTaken(one.url, {});
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		await tellUntilTaken(one.url, { session: "session_meanwhile" });
		expect(await opened.nextData()).toMatchObject({ value: PAUSE });
	});

	it("are started before Redis is", async () => {
		const redis = await startRedis();
		await redis.kill();
		const client = createClient({ url: redis.url });
		client.on("error", () => {});
		const { url } = await startRelay({ bus: redisBus(client) });
		client.connect().catch(() => {});
		onTestFinished(() => client.destroy());
		const page = await openPage(url);
		expect(await tell(url)).toBe(503);
		await redis.start();
		await tellUntilTaken(url, {});
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
	});

	it("listen again where the client's own strategy of reconnecting gives up", async () => {
		const redis = await startRedis();
		const client = createClient({ url: redis.url, socket: { reconnectStrategy: false } });
		client.on("error", () => {});
		await client.connect();
		const { url } = await startRelay({ bus: redisBus(client) });
		const other = await startMachine(redis.url);
		const page = await openPage(url);
		await tell(other.url, { value: START });
		await page.nextData();
		await redis.kill();
		await eventually(() => expect(client.isOpen).toBe(false));
		await redis.start();
		await tellUntilTaken(other.url, {});
		const subscribed = async () =>
			expect(await other.client.pubSubNumSub("crisp-signals:events")).toEqual({ "crisp-signals:events": 1 });
		await eventually(subscribed);
		await tell(other.url, { value: START });
		await client.connect();
		const heard = [(await page.nextData()).value];
		if (heard[0] === PAUSE) heard.push((await page.nextData()).value);
		expect(heard.at(-1)).toBe(START);
		client.destroy();
	});

	it("work with a client that puts a prefix before keys, and with the older protocol", async () => {
		const redis = await startRedis();
		const client = createClient({ url: redis.url, keyPrefix: "shop:", RESP: 2 });
		await client.connect();
		onTestFinished(() => client.destroy());
		const { url } = await startRelay({ bus: redisBus(client) });
		const page = await openPage(url);
		await tell(url);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		expect(await (await openPage(url)).nextData()).toMatchObject({ value: PAUSE });
		expect(await client.sendCommand(["KEYS", "*"])).toEqual([
			expect.stringMatching(/^shop:crisp-signals:enum:[0-9a-f]{64}$/),
		]);
	});
});

describe.skipIf(!inject("hasRedis"))("two machines on a cluster of three", () => {
	it("tell of hooks for sessions on each node, and refuse a client that is not made for it", async () => {
		const nodes = await startCluster();
		const [one, two] = [await startClusterMachine(nodes), await startClusterMachine(nodes)];
		const sessions = Array.from({ length: 30 }, (_, index) => `session_${index}`);
		const pages = await Promise.all(sessions.map((session) => openPage(two.url, session)));
		const at = Date.now();
		expect(await Promise.all(sessions.map((session) => tell(one.url, { session, at })))).toEqual(
			sessions.map(() => 204),
		);
		for (const page of pages) expect(await page.nextData()).toEqual({ value: PAUSE, at });
		for (const session of sessions)
			expect(await (await openPage(one.url, session)).nextData()).toEqual({ value: PAUSE, at });

		const alone = await startMachine(nodes[0]?.url ?? "");
		const statuses = await Promise.all(sessions.map((session) => tell(alone.url, { session, at: at + 1 })));
		expect(new Set(statuses)).toEqual(new Set([204, 503]));
		expect(alone.lines[0]).toMatch(/^Refused POST with 503: .*MOVED/);
	});

	it("answer 503 for the sessions of a node that is away, and tell again when it is back", async () => {
		const nodes = await startCluster();
		const [one, two] = [await startClusterMachine(nodes), await startClusterMachine(nodes)];
		const sessions = Array.from({ length: 12 }, (_, index) => `session_${index}`);
		const pages = await Promise.all(sessions.map((session) => openPage(two.url, session)));
		await Promise.all(sessions.map((session) => tell(one.url, { session, value: START })));
		for (const page of pages) await page.nextData();
		for (const node of nodes) {
			await node.kill();
			await node.start();
		}
		for (const session of sessions) await tellUntilTaken(one.url, { session });
		for (const page of pages) expect(await page.nextData()).toMatchObject({ value: PAUSE });
	});
});
