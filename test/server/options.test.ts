import { expect, it } from "vitest";
import { createRelay, memoryBus, type RelayServerOptions, redisBus } from "../../src/server/index.js";

const create = (options: object) => () => createRelay({ secret: "s", ...options } as RelayServerOptions);

it("refuses to run without a secret", () => {
	const missing = new TypeError("Expected secret or signingSecret, got neither");
	expect(() => createRelay({})).toThrow(missing);
	expect(() => createRelay({ secret: [], signingSecret: undefined })).toThrow(missing);
});

it.each<[object, typeof TypeError, string]>([
	[{ sekret: "s" }, TypeError, "Expected options among key, secret, "],
	[{ key: "no spaces" }, RangeError, 'Expected key to be 1 to 50 of A-Z a-z 0-9 _ -, got "no spaces"'],
	[{ key: ["enum"] }, TypeError, "Expected key to be 1 to 50 of A-Z a-z 0-9 _ -, got a list"],
	[{ key: 7 }, TypeError, "Expected key to be 1 to 50"],
	[{ secret: "" }, RangeError, "Expected secret to be a string that is not empty"],
	[{ secret: ["s", ""] }, RangeError, "Expected secret to be"],
	[{ signingSecret: 7 }, TypeError, "Expected signingSecret to be"],
	[{ signingSecret: [undefined] }, TypeError, "Expected signingSecret to be"],
	[{ bus: {} }, TypeError, "Expected bus to be memoryBus(), redisBus(client) or alike, got an object"],
	[{ bus: null }, TypeError, "Expected bus to be"],
	[{ origin: "shop.example" }, RangeError, 'Expected origin to be like "https://shop.example"'],
	[{ origin: "https://shop.example/" }, RangeError, "Expected origin to be like"],
	[{ origin: "*" }, RangeError, "Expected origin to be like"],
	[{ origin: ["https://shop.example", 7] }, TypeError, "Expected origin to be like"],
	[{ authorize: true }, TypeError, "Expected authorize to be a function, got true"],
	[{ log: "console" }, TypeError, "Expected log to be a function"],
	[{ maxConnections: 0 }, RangeError, "Expected maxConnections to be a whole number of at least 1, got 0"],
	[{ maxConnections: 1.5 }, RangeError, "Expected maxConnections to be"],
	[{ maxConnections: "10" }, TypeError, "Expected maxConnections to be"],
	[{ heartbeat: 0 }, RangeError, "Expected heartbeat to be a whole number of at least 10, got 0"],
	[{ heartbeat: 2 ** 31 }, RangeError, "Expected heartbeat to be"],
	[{ heartbeat: Number.NaN }, RangeError, "Expected heartbeat to be"],
	[{ heartbeat: "15s" }, TypeError, "Expected heartbeat to be"],
])("refuses %j", (options, type, message) => {
	expect(create(options)).toThrow(type);
	expect(create(options)).toThrow(message);
});

it.each([undefined, null, "secret"])("refuses %s for options", (options) => {
	expect(() => createRelay(options as never)).toThrow(TypeError);
});

it("takes undefined for what is left out, and no option that Object.prototype brings", () => {
	Object.defineProperty(Object.prototype, "heartbeat", { value: "polluted", configurable: true });
	try {
		const undefineds = { key: undefined, bus: undefined, origin: undefined, authorize: undefined, log: undefined };
		expect(create({ ...undefineds, maxConnections: undefined })).not.toThrow();
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
