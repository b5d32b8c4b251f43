// node close-while-connecting.mjs <redis url>: closes relays at each moment of their first page. Ends by itself, if they let go.
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { createClient } from "redis";
import { createRelay, redisBus } from "../../dist/server.js";

const [url] = process.argv.slice(2);
const session = "0".repeat(64);

const times = (count, step) => async () => {
	for (let index = 0; index < count; index++) await step();
};

const moments = [
	...Array.from({ length: 20 }, (_, count) => times(count, async () => {})),
	...Array.from({ length: 20 }, (_, count) => times(count, turn)),
	...[1, 2, 3, 5, 8, 13, 21, 34, 55].map((ms) => () => wait(ms)),
];

async function closeAt(moment) {
	const client = createClient({ url });
	client.on("error", () => {});
	client.connect().catch(() => {});
	const relay = createRelay({ secret: "s", bus: redisBus(client) });
	await relay.fetch(new Request(`http://localhost/?session=${session}`));
	await moment();
	await relay.close();
	await wait(100);
	client.destroy();
}

await Promise.all(moments.map(closeAt));
console.log("closed");
