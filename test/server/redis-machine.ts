import { createClient } from "redis";
import { expect } from "vitest";
import { redisBus } from "../../src/server/index.js";
import { onEnd } from "../on-end.js";
import { eventually } from "./eventually.js";
import { tell } from "./hook.js";
import { startRelay } from "./start-relay.js";

/** A machine: a relay with a client of its own. */
export async function startMachine(url: string) {
	const client = createClient({ url });
	client.on("error", () => {});
	await client.connect();
	onEnd(() => {
		if (client.isOpen) client.destroy();
	});
	const bus = redisBus(client);
	const { url: address, ...started } = await startRelay({ bus });
	return { ...started, url: address, client, bus };
}

/** A hook comes again until it is taken, as Crisp's do. */
export const tellUntilTaken = (url: string, change: Parameters<typeof tell>[1]) =>
	eventually(async () => expect(await tell(url, change)).toBe(204));
