import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Until somebody listens there, the system gives it out again. */
const given = new Set<number>();

/** A port that this process has not been given before. */
export async function findFreePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	if (given.has(port)) return findFreePort();
	given.add(port);
	return port;
}
