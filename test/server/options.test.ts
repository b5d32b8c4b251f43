import { expect, it } from "vitest";
import { createRelay, memoryBus, type RelayServerOptions, redisBus } from "../../src/server/index.js";

const create = (options: object) => () => createRelay({ secret: "s", ...options } as RelayServerOptions);

it("refuses to run without a secret", () => {
	const missing = new TypeError("Expected secret or signingSecret, got neither");
	expect(() => createRelay({})).toThrow(missing);
	expect(() => createRelay({ secret: [], signingSecret: undefined })).toThrow(missing);
});

it.each<[object, string]>([
	[{ key: "no spaces" }, "Expected key to be 1 to 50 of A-Z a-z 0-9 _ -, got no spaces"],
	[{ key: ["enum"] }, "Expected key to be 1 to 50 of A-Z a-z 0-9 _ -, got enum"],
	[{ key: 7 }, "Expected key to be 1 to 50"],
	[{ secret: "" }, "Expected secret to be a text without white space around it, or a list of such, got something else"],
	[{ secret: ["s", ""] }, "Expected secret to be"],
	[{ signingSecret: 7 }, "Expected signingSecret to be"],
	[{ signingSecret: [undefined] }, "Expected signingSecret to be"],
	[{ bus: {} }, "Expected bus to be memoryBus(), redisBus(client) or alike, got [object Object]"],
	[{ bus: null }, "Expected bus to be"],
	[{ origin: "shop.example" }, 'Expected origin to be like "https://shop.example"'],
	[{ origin: "https://shop.example/" }, "Expected origin to be like"],
	[{ origin: "*" }, "Expected origin to be like"],
	[{ origin: "" }, "Expected origin to be like"],
	[{ origin: "https://Shop.example" }, "Expected origin to be like"],
	[{ origin: "https://shop.example:443" }, "Expected origin to be like"],
	[{ origin: "https://shop.example/path" }, "Expected origin to be like"],
	[{ origin: ["https://shop.example", 7] }, "Expected origin to be like"],
	[{ authorize: true }, "Expected authorize to be a function, got true"],
	[{ address: "socket" }, "Expected address to be a function"],
	[{ log: "console" }, "Expected log to be a function"],
	[{ maxConnections: 0 }, "Expected maxConnections to be a whole number of at least 1, got 0"],
	[{ maxConnections: 1.5 }, "Expected maxConnections to be"],
	[{ maxConnections: "10" }, "Expected maxConnections to be"],
	[{ maxPerAddress: 0 }, "Expected maxPerAddress to be a whole number of at least 1, got 0"],
	[{ heartbeat: 0 }, "Expected heartbeat to be a whole number of at least 10, got 0"],
	[{ heartbeat: 2 ** 31 }, "Expected heartbeat to be"],
	[{ heartbeat: Number.NaN }, "Expected heartbeat to be"],
	[{ heartbeat: "15s" }, "Expected heartbeat to be"],
])("refuses %j", (options, message) => {
	expect(create(options)).toThrow(TypeError);
	expect(create(options)).toThrow(message);
});

it.each(["secret", "signingSecret"])("shows nothing of a %s that is wrong, be it a number", (name) => {
	for (const wrong of [" 8431277", "8431277\n", "8431277 ", 8431277, [8431277], ["right", "8431277\t"]]) {
		expect(create({ [name]: wrong })).toThrow(`Expected ${name} to be a text without white space around it`);
		expect(create({ [name]: wrong })).not.toThrow("8431277");
	}
});

it.each(["https://shop.example", "http://localhost:5173", "capacitor://localhost", "chrome-extension://abc", "null"])(
	"takes %s for an origin",
	(origin) => {
		expect(create({ origin })).not.toThrow();
	},
);

it.each([undefined, null, "secret"])("refuses %s for options", (options) => {
	expect(() => createRelay(options as never)).toThrow(TypeError);
});

it("takes undefined for what is left out, and no option that Object.prototype brings", () => {
	Object.defineProperty(Object.prototype, "heartbeat", { value: "polluted", configurable: true });
	try {
		const names = ["key", "bus", "origin", "authorize", "address", "maxConnections", "maxPerAddress", "log"];
		expect(create(Object.fromEntries(names.map((name) => [name, undefined])))).not.toThrow();
	} finally {
		Reflect.deleteProperty(Object.prototype, "heartbeat");
	}
});

it("makes nothing of its own before the first request", async () => {
	const relay = createRelay({ secret: "s", bus: memoryBus() });
	expect(Object.keys(relay)).toEqual(["fetch", "close"]);
	await relay.close();
	await relay.close();
});

const ioredis = { status: "ready", eval() {}, duplicate() {}, subscribe() {} };
const pool = { isOpen: true, eval() {} };
it.each([undefined, null, "redis://localhost", {}, ioredis, pool])(
	"refuses a Redis client that is none: %j",
	(client) => {
		expect(() => redisBus(client as never)).toThrow(TypeError);
		expect(() => redisBus(client as never)).toThrow("Expected client to be made by createClient or createCluster");
	},
);
