import type { Server } from "srvx";
import { serve } from "srvx/node";
import { createRelay, redisBus } from "../index.js";
import { limitLog } from "../limited-log.js";
import { readTarget } from "../target.js";
import { createRedis } from "./create-redis.js";
import { type CommandSettings, UsageError } from "./read-arguments.js";
import { createVisitorAddress } from "./visitor-address.js";

/** ms that hooks under way have to be answered after the signal to stop. */
const GRACE = 500;

/** ms for a whole request to come, its body too: the relay itself is stricter, this is for what is not the relay's. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 5000 };

const log = (line: string) => console.log(line);

const answer = (status: number, line: string) => new Response(`${line}\n`, { status });

/** Runs until the process is told to stop. Rejects where it cannot start. */
export async function serveRelay({ host, port, path, redis: url, trustProxy, relay: options }: CommandSettings) {
	const redis = url ? await createRedis(url, log) : undefined;
	const address = createVisitorAddress(trustProxy, log);
	const relay = createRelay({ ...options, bus: redis && redisBus(redis), address, log });
	const logRefusal = limitLog(log);

	function handle(request: Request): Response | Promise<Response> {
		const { pathname } = readTarget(request);
		if (pathname === path) return relay.fetch(request);
		if (pathname === "/healthz") return answer(200, "ok");
		logRefusal(`Refused ${request.method} with 404: Expected the path ${path}`);
		return answer(404, "Not found");
	}

	const server = serve({
		fetch: handle,
		// A request whose address cannot be read.
		error: () => answer(400, "Bad request"),
		port,
		// Not as `hostname`: without one, srvx would take HOST of the environment.
		node: { ...PATIENCE, host },
		gracefulShutdown: false,
		silent: true,
		manual: true,
	});
	await listen(server, host);
	// What it rejects with is told as an error, too.
	redis?.connect().catch(() => {});
	const everywhere = host === undefined ? ", every address of this machine" : "";
	log(`Relay listens on ${server.url?.replace(/\/$/, path)}${everywhere}`);
	// Without the password.
	const place = url && `Redis at ${new URL(url).host}`;
	log(`Values are kept in ${place ?? "memory: a restart forgets them"}`);
	log(`Limits: ${options.maxConnections} streams, ${options.maxPerAddress} of one address`);
	const visitor = trustProxy ? `Number ${trustProxy} from the end of X-Forwarded-For` : "Who connects";
	log(`${visitor} counts as the visitor; loopback and private addresses are proxies, and not limited`);

	async function stop(): Promise<void> {
		log("Relay stops");
		const isClosed = server.close();
		await relay.close();
		setTimeout(() => server.close(true), GRACE).unref();
		await isClosed;
		if (redis?.isOpen) redis.destroy();
	}
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
}

async function listen(server: Server, host: string | undefined): Promise<void> {
	try {
		await server.serve();
	} catch (error) {
		const { syscall, code } = error as NodeJS.ErrnoException;
		const isHostWrong = syscall === "getaddrinfo" || code === "EADDRNOTAVAIL" || code === "EINVAL";
		throw isHostWrong ? new UsageError(`Expected --host to be an address of this machine, got ${host}`) : error;
	}
}
