import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onEnd } from "../on-end.js";

/** An HTTP server on a port of its own, for one test. */
export async function startHttpServer(listener: RequestListener): Promise<number> {
	const server = createServer(listener).listen(0);
	await once(server, "listening");
	onEnd(() => {
		server.close();
		server.closeAllConnections();
	});
	return (server.address() as AddressInfo).port;
}
