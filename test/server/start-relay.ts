import type { RequestListener } from "node:http";
import { toNodeHandler } from "srvx/node";
import { createRelay, type Relay, type RelayServerOptions } from "../../src/server/index.js";
import { onEnd } from "../on-end.js";
import { SECRET, SIGNING_SECRET } from "./hook.js";
import { startHttpServer } from "./http-server.js";

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
	const port = await startHttpServer(toNodeHandler(relay.fetch) as RequestListener);
	onEnd(() => relay.close());
	return { url: `http://localhost:${port}/crisp-signals`, relay, lines };
}
