import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClient } from "redis";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { eventually } from "./eventually.js";
import { PAUSE, tell } from "./hook.js";
import { openPage } from "./page.js";
import { startCluster, startClusterMachine } from "./redis-cluster.js";
import { startMachine, tellUntilTaken } from "./redis-machine.js";
import { startRedis } from "./redis-server.js";
import { startRelay } from "./start-relay.js";
import { startTcpProxy } from "./tcp-proxy.js";

const START = "start_chatbot";

type Client = Awaited<ReturnType<typeof startMachine>>["client"];

const countConnections = async (client: Client) =>
	((await client.sendCommand(["CLIENT", "LIST"])) as string).trim().split("\n").length;

describe.skipIf(!inject("hasRedis"))("relays on Redis that close", () => {
	it("let go of their own connection, and not of the site's", async () => {
		const redis = await startRedis();
		const { url, relay, client } = await startMachine(redis.url);
		const page = await openPage(url);
		await tell(url);
		await page.nextData();
		expect(await countConnections(client)).toBe(2);
		await relay.close();
		await eventually(async () => expect(await countConnections(client)).toBe(1));
		expect(await client.ping()).toBe("PONG");
	});

	it("one after the other on one bus: the pages of the other hear on, and the last one lets go", async () => {
		const redis = await startRedis();
		const { url, relay, client, bus } = await startMachine(redis.url);
		const other = await startRelay({ bus });
		const [page, otherPage] = [await openPage(url), await openPage(other.url)];
		await tell(url, { value: START });
		await page.nextData();
		await otherPage.nextData();
		await relay.close();
		await page.ended;
		await tell(other.url);
		expect(await otherPage.nextData()).toMatchObject({ value: PAUSE });
		const third = await startRelay({ bus });
		expect(await (await openPage(third.url)).nextData()).toMatchObject({ value: PAUSE });
		await other.relay.close();
		await third.relay.close();
		await eventually(async () => expect(await countConnections(client)).toBe(1));
		// And again, if somebody listens by it once more.
		const fourth = await startRelay({ bus });
		const lastPage = await openPage(fourth.url);
		expect(await lastPage.nextData()).toMatchObject({ value: PAUSE });
		await tell(fourth.url, { value: START });
		expect(await lastPage.nextData()).toMatchObject({ value: START });
	});

	it.each(["is there", "is away"])(
		"while they connect, at whatever moment, where Redis %s: the process ends",
		async (state) => {
			const redis = await startRedis();
			if (state === "is away") await redis.kill();
			const script = fileURLToPath(new URL("close-while-connecting.mjs", import.meta.url));
			const child = spawn(process.execPath, [script, redis.url], { stdio: ["ignore", "pipe", "inherit"] });
			onTestFinished(() => void child.kill("SIGKILL"));
			let output = "";
			child.stdout.setEncoding("utf8").on("data", (text) => {
				output += text;
			});
			const [code] = await once(child, "close");
			expect([code, output]).toEqual([0, "closed\n"]);
		},
	);
});

describe.skipIf(!inject("hasRedis"))("while Redis fails over", () => {
	it("to a replica that is promoted, pages hear what was told before, meanwhile and after", async () => {
		const [master, replica] = [await startRedis(), await startRedis()];
		let { port } = master;
		const line = await startTcpProxy(() => port);
		const { url } = await startMachine(`redis://127.0.0.1:${line.port}`);
		const page = await openPage(url);
		const at = Date.now();
		const admin = createClient({ url: replica.url });
		await admin.connect();
		onTestFinished(() => admin.destroy());
		await admin.sendCommand(["REPLICAOF", "127.0.0.1", `${master.port}`]);
		await eventually(async () => expect(await admin.info("replication")).toContain("master_link_status:up"));
		await tell(url, { value: START, at });
		expect(await page.nextData()).toEqual({ value: START, at });
		await eventually(async () => expect(await admin.dbSize()).toBe(1));
		await master.kill();
		const meanwhile = tellUntilTaken(url, { at: at + 1 });
		await admin.sendCommand(["REPLICAOF", "NO", "ONE"]);
		({ port } = replica);
		await meanwhile;
		expect(await page.nextData()).toEqual({ value: PAUSE, at: at + 1 });
		await tellUntilTaken(url, { value: START, at: at + 2 });
		expect(await page.nextData()).toEqual({ value: START, at: at + 2 });
		expect(await (await openPage(url)).nextData()).toEqual({ value: START, at: at + 2 });
	});

	it("by CLUSTER FAILOVER under traffic, each page hears the last word", async () => {
		const nodes = await startCluster(1);
		const replica = nodes.at(-1);
		const [one, two] = [await startClusterMachine(nodes), await startClusterMachine(nodes)];
		const sessions = Array.from({ length: 20 }, (_, index) => `session_${index}`);
		const pages = await Promise.all(sessions.map((session) => openPage(two.url, session)));
		const at = Date.now();
		let isOver = false;
		let round = 0;
		const tellAll = async (value: string) => {
			round += 1;
			const told = at + round;
			await Promise.all(sessions.map((session) => tellUntilTaken(one.url, { session, value, at: told })));
			return told;
		};
		const traffic = (async () => {
			while (!isOver) await tellAll(PAUSE);
		})();
		await replica?.run("CLUSTER", "FAILOVER");
		await eventually(async () => expect(await replica?.run("ROLE")).toMatch(/^master/));
		isOver = true;
		await traffic;
		const last = await tellAll(START);
		for (const page of pages) {
			let heard = await page.nextData();
			while (heard.at !== last) heard = await page.nextData();
			expect(heard).toEqual({ value: START, at: last });
		}
	});
});

describe.skipIf(!inject("hasRedis"))("where Redis runs out of memory", () => {
	it("and drops keys, an open page hears the next pause", async () => {
		const redis = await startRedis("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-lru");
		const { url, client } = await startMachine(redis.url);
		const page = await openPage(url);
		const at = Date.now();
		await tell(url, { value: START, at });
		await page.nextData();
		// Redis drops the oldest of a few keys that it draws: which, and when, is chance.
		for (let index = 0; (await client.keys("crisp-signals:*")).length > 0; index++) {
			await client.set(`other:${index}`, "x".repeat(100_000));
		}
		await tell(url, { at: at + 1 });
		expect(await page.nextData()).toEqual({ value: PAUSE, at: at + 1 });
	});

	it("and refuses to write, hooks are answered with 503, and taken when there is room", async () => {
		const redis = await startRedis();
		const { url, client, lines } = await startMachine(redis.url);
		const page = await openPage(url);
		await client.configSet("maxmemory", "1");
		expect(await tell(url)).toBe(503);
		expect(lines.at(-1)).toMatch(/^Refused POST with 503: The relay cannot keep this now \(.*OOM/);
		await client.configSet("maxmemory", "0");
		expect(await tell(url)).toBe(204);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
	});
});
