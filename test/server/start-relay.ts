import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "srvx/node";
import { onTestFinished } from "vitest";
import { createRelay, type Relay, type RelayServerOptions } from "../../src/server/index.js";
import { SECRET, SIGNING_SECRET } from "./hook.js";

export interface StartedRelay {
	url: string;
	relay: Relay;
	/** What it has logged. */
	lines: string[];
}

/** A relay behind a real HTTP server, for one test. */
export async function startRelay(options: Partial<RelayServerOptions> = {}): Promise<StartedRelay> {
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const relay = createRelay({ secret: SECRET, signingSecret: SIGNING_SECRET, log, ...options });
	const server = createServer(toNodeHandler(relay.fetch) as RequestListener).listen(0);
	await once(server, "listening");
	onTestFinished(async () => {
		await relay.close();
		server.close();
		server.closeAllConnections();
	});
	return { url: `http://localhost:${(server.address() as AddressInfo).port}/crisp-signals`, relay, lines };
}
