import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "srvx/node";
import { createRelay, redisBus } from "../index.js";
import { createRedis } from "./create-redis.js";
import type { CommandSettings } from "./read-arguments.js";

/** ms that hooks under way have to be answered after the signal to stop. */
const GRACE = 500;

const log = (line: string) => console.log(line);

/** Runs until the process is told to stop. Rejects where it cannot start. */
export async function serveRelay({ port, path, redis: url, ...options }: CommandSettings): Promise<void> {
	const redis = url ? await createRedis(url, log) : undefined;
	const relay = createRelay({ ...options, bus: redis && redisBus(redis.client), log });
	const text = (status: number, line: string) => new Response(`${line}\n`, { status });
	const handle = toNodeHandler((request) => {
		const { pathname } = new URL(request.url);
		if (pathname === path) return relay.fetch(request);
		return pathname === "/healthz" ? text(200, "ok") : text(404, "Not found");
	});
	const server = createServer(handle as RequestListener);
	const actual = await listen(server, port);
	redis?.connect();
	log(`Relay listens on http://localhost:${actual}${path}, ${redis ? "with Redis" : "in memory"}`);

	async function stop(): Promise<void> {
		log("Relay stops");
		const isClosed = new Promise((resolve) => server.close(resolve));
		await relay.close();
		setTimeout(() => server.closeAllConnections(), GRACE).unref();
		await isClosed;
		redis?.close();
	}
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
}

function listen(server: Server, port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, () => resolve((server.address() as AddressInfo).port));
	});
}
