import { check, checkFunction, checkKey } from "../options.js";
import type { Bus } from "./bus.js";
import { memoryBus } from "./memory-bus.js";

/**
 * How a relay is set up. One of `secret` and `signingSecret` is needed: without, anybody could pause anybody's chatbot on the
 * page. A wrong value throws a `TypeError` at once: "Expected …, got …".
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
	/**
	 * Other origins whose pages may listen, as their browsers write it: `"https://shop.example"`, `"capacitor://localhost"`,
	 * `"null"`. Pages of any other are answered 403. Default: the relay's own alone.
	 */
	origin?: string | readonly string[] | undefined;
	/** Whether a page may listen; otherwise it is answered 403, and 500 where this throws. Default: each may that knows its session. */
	authorize?: ((request: Request) => boolean | Promise<boolean>) | undefined;
	/**
	 * The IP address of the visitor, for `maxPerAddress`. Loopback and private addresses are those of proxies, and not limited,
	 * nor is `undefined`. Default: none, as a `Request` does not say.
	 */
	address?: ((request: Request) => string | undefined) | undefined;
	/** Streams that may be open in this process; further ones are answered 503. Default 10,000. */
	maxConnections?: number | undefined;
	/** Streams of one `address`, or of one /64 of IPv6; further ones are answered 429. Default 1,000. */
	maxPerAddress?: number | undefined;
	/**
	 * ms between two lines that say nothing new, which keep proxies from closing a stream as idle; at least 10. Default 7,000.
	 * (Bun 1.4.5 ends what is silent for 8 s, though it says 10; 7.5 s hold.)
	 */
	heartbeat?: number | undefined;
	/**
	 * Is called with one line for each kind of request that is refused, once a second at most: no secret, no session id, no
	 * query. Default: nothing.
	 */
	log?: ((line: string) => void) | undefined;
}

type Filled = { [Name in keyof RelayServerOptions]-?: Exclude<RelayServerOptions[Name], undefined> };

/** {@link RelayServerOptions} with every value filled in and checked. */
export type RelaySettings = Filled & Record<"secret" | "signingSecret" | "origin", readonly string[]>;

const DEFAULTS: Omit<RelaySettings, "bus"> = {
	key: "enum",
	secret: [],
	signingSecret: [],
	origin: [],
	authorize: () => true,
	address: () => undefined,
	maxConnections: 10_000,
	maxPerAddress: 1000,
	heartbeat: 7000,
	log: () => {},
};

/** In an address or an environment, white space around it would be lost or come in unseen. */
const isSecret = (text: unknown) => typeof text === "string" && text !== "" && text.trim() === text;

/** As a browser writes it: no path, no default port, no capitals. */
function isOrigin(text: unknown): boolean {
	if (typeof text !== "string" || text === "null") return text === "null";
	return /^[^/]+:\/\/[^/?#]+$/.test(text) && URL.canParse(text) && new URL(text).href.replace(/\/$/, "") === text;
}

/** @throws TypeError */
export function resolveRelayOptions(options: RelayServerOptions): RelaySettings {
	check(typeof options === "object" && options !== null, "options", "an object", options);
	// Own properties only: inherited ones may come from a polluted Object.prototype.
	const own = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
	const given: Filled = { ...DEFAULTS, bus: memoryBus(), ...own };
	const secret = [given.secret].flat();
	const signingSecret = [given.signingSecret].flat();
	const origin = [given.origin].flat();

	const { key, bus } = given;
	checkKey(key);
	for (const [name, secrets] of Object.entries({ secret, signingSecret })) {
		const expected = "a text without white space around it, or a list of such";
		// What is wrong is not shown.
		check(secrets.every(isSecret), name, expected, "something else");
	}
	if (!secret.length && !signingSecret.length) throw new TypeError("Expected secret or signingSecret, got neither");
	const isBus = [bus?.publish, bus?.subscribe, bus?.close].every((method) => typeof method === "function");
	check(isBus, "bus", "memoryBus(), redisBus(client) or alike", bus);
	check(origin.every(isOrigin), "origin", 'like "https://shop.example", or a list of such', origin);
	for (const name of ["authorize", "address", "log"] as const) checkFunction(name, given[name]);
	const minima = { maxConnections: 1, maxPerAddress: 1, heartbeat: 10 } as const;
	for (const [name, min] of Object.entries(minima)) {
		const value = given[name as keyof typeof minima];
		// Timers overflow above 2^31 - 1 ms, and fire at once.
		const isRight = Number.isInteger(value) && value >= min && value < 2 ** 31;
		check(isRight, name, `a whole number of at least ${min}`, value);
	}
	return { ...given, secret, signingSecret, origin };
}
