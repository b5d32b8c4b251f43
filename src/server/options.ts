import type { Bus } from "./bus.js";
import { memoryBus } from "./memory-bus.js";
import { fail, readFunction, readNumber, readText, readTexts } from "./read-options.js";

/**
 * How a relay is set up. One of `secret` and `signingSecret` is needed: without, anybody could pause anybody's chatbot on the
 * page. A wrong value or an unknown name throws a `TypeError` or `RangeError` at once: "Expected …, got …".
 *
 * @example
 * const options: RelayServerOptions = { signingSecret: "from Crisp's Marketplace", origin: "https://shop.example" };
 * const relay = createRelay(options);
 */
export interface RelayServerOptions {
	/** Session-data key that Enum writes to: 1 to 50 of `A-Z a-z 0-9 _ -`. Default `"enum"`. */
	key?: string | undefined;
	/** What a website hook's address carries as `?secret=…`. A list while it is being changed: each of them is good. */
	secret?: string | readonly string[] | undefined;
	/** The signing secret of a Crisp plugin, by which its hooks are signed. A list while it is being changed. */
	signingSecret?: string | readonly string[] | undefined;
	/** What stands, and who is told. Default: {@link memoryBus}, for one process. */
	bus?: Bus | undefined;
	/** Other origins whose pages may listen, such as `"https://shop.example"`. Default: the relay's own alone. */
	origin?: string | readonly string[] | undefined;
	/** Whether a page may listen; otherwise it is answered 403, and 500 where this throws. Default: each may that knows its session. */
	authorize?: ((request: Request) => boolean | Promise<boolean>) | undefined;
	/** Streams that may be open in this process; further ones are answered 503. Default 10,000. */
	maxConnections?: number | undefined;
	/** ms between two comments on a stream, which keep proxies from closing it as idle; at least 10. Default 15,000. */
	heartbeat?: number | undefined;
	/** Is called with one line for each request that is refused: no secret, no session id, no query. Default: nothing. */
	log?: ((line: string) => void) | undefined;
}

/** {@link RelayServerOptions} with every value filled in and checked. */
export interface RelaySettings {
	key: string;
	secret: readonly string[];
	signingSecret: readonly string[];
	bus: Bus;
	origin: readonly string[];
	authorize: (request: Request) => boolean | Promise<boolean>;
	maxConnections: number;
	heartbeat: number;
	log: (line: string) => void;
}

const isKey = (text: string) => /^[\w-]{1,50}$/.test(text);

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;

function readBus(bus: Bus): Bus {
	const isBus = [bus?.publish, bus?.subscribe, bus?.close].every((method) => typeof method === "function");
	return isBus ? bus : fail("bus", "memoryBus(), redisBus(client) or alike", bus, false);
}

const NAMES = ["key", "secret", "signingSecret", "bus", "origin", "authorize", "maxConnections", "heartbeat", "log"];

/** @throws TypeError or RangeError */
export function resolveRelayOptions(options: RelayServerOptions): RelaySettings {
	if (typeof options !== "object" || options === null) fail("options", "an object", options, false);
	const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
	if (unknown) throw new TypeError(`Expected options among ${NAMES.join(", ")}, got ${unknown}`);
	// Own properties only: inherited ones may come from a polluted Object.prototype.
	const own: RelayServerOptions = Object.assign(Object.create(null), options);
	const { key = "enum", bus = memoryBus(), authorize = () => true, log = () => {} } = own;
	const { maxConnections = 10_000, heartbeat = 15_000 } = own;
	const secret = readTexts("secret", own.secret, "a string that is not empty", Boolean);
	const signingSecret = readTexts("signingSecret", own.signingSecret, "a string that is not empty", Boolean);
	if (!secret.length && !signingSecret.length) throw new TypeError("Expected secret or signingSecret, got neither");
	return {
		key: readText("key", key, "1 to 50 of A-Z a-z 0-9 _ -", isKey),
		secret,
		signingSecret,
		bus: readBus(bus),
		origin: readTexts("origin", own.origin, 'like "https://shop.example"', isOrigin),
		authorize: readFunction("authorize", authorize),
		maxConnections: readNumber("maxConnections", maxConnections, 1),
		heartbeat: readNumber("heartbeat", heartbeat, 10),
		log: readFunction("log", log),
	};
}
