import { createClient, createCluster } from "redis";
import { expect } from "vitest";
import { redisBus } from "../../src/server/index.js";
import { findFreePort } from "../free-port.js";
import { onEnd } from "../on-end.js";
import { eventually } from "./eventually.js";
import { type RedisServer, startRedis } from "./redis-server.js";
import { startRelay } from "./start-relay.js";

export interface ClusterNode extends RedisServer {
	run(...command: string[]): Promise<string>;
}

async function startNode(): Promise<ClusterNode & { bus: number }> {
	// The port between the nodes is by default 10,000 above, where there may be none.
	const bus = await findFreePort();
	const flags = ["--cluster-enabled", "yes", "--cluster-port", `${bus}`, "--cluster-require-full-coverage", "no"];
	// Long enough for a busy machine: nodes that take each other for dead drop what is published meanwhile.
	const node = await startRedis(...flags, "--cluster-node-timeout", "10000");

	async function run(...command: string[]): Promise<string> {
		const client = createClient({ url: node.url });
		client.on("error", () => {});
		await client.connect();
		try {
			return String(await client.sendCommand(command));
		} finally {
			client.destroy();
		}
	}

	return { ...node, bus, run };
}

const RANGES = [
	["0", "5460"],
	["5461", "10922"],
	["10923", "16383"],
];

/**
 * Three masters, as `redis-cli --cluster create` makes them, and behind the first of them as many replicas.
 *
 * @returns the masters, then the replicas.
 */
export async function startCluster(replicas = 0): Promise<ClusterNode[]> {
	const nodes = await Promise.all(Array.from({ length: RANGES.length + replicas }, startNode));
	const first = nodes[0] as ClusterNode;
	for (const [index, range] of RANGES.entries()) {
		await nodes[index]?.run("CLUSTER", "ADDSLOTSRANGE", ...range);
		await nodes[index]?.run("CLUSTER", "SET-CONFIG-EPOCH", `${index + 1}`);
	}
	for (const { port, bus } of nodes.slice(1)) await first.run("CLUSTER", "MEET", "127.0.0.1", `${port}`, `${bus}`);
	const isReady = async () => {
		for (const node of nodes) {
			const info = await node.run("CLUSTER", "INFO");
			expect(info).toContain("cluster_state:ok");
			expect(info).toContain("cluster_slots_ok:16384");
			expect(info).toContain(`cluster_known_nodes:${nodes.length}`);
		}
	};
	await eventually(isReady);
	const id = await first.run("CLUSTER", "MYID");
	for (const replica of nodes.slice(RANGES.length)) {
		await replica.run("CLUSTER", "REPLICATE", id);
		await eventually(async () => expect(await replica.run("INFO", "replication")).toContain("master_link_status:up"));
	}
	return nodes;
}

/** A machine: a relay with a client of its own. */
export async function startClusterMachine(nodes: readonly RedisServer[]) {
	const client = createCluster({ rootNodes: nodes.map(({ url }) => ({ url })) });
	client.on("error", () => {});
	await client.connect();
	onEnd(() => client.destroy());
	return startRelay({ bus: redisBus(client) });
}
