import type { Bus } from "./bus.js";
import { memoryBus } from "./memory-bus.js";

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

type Fails = (expected: string, value: unknown, isRightType: boolean) => never;

const failOf =
	(name: string): Fails =>
	(expected, value, isRightType) => {
		throw new (isRightType ? RangeError : TypeError)(`Expected ${name} to be ${expected}, got ${describe(value)}`);
	};

/** Shows no secret: of these only an empty one is wrong, or what is no text. */
function describe(value: unknown): string {
	if (typeof value === "string") return JSON.stringify(value);
	if (Array.isArray(value)) return "a list";
	return value && typeof value === "object" ? "an object" : String(value);
}

function readList(name: string, value: unknown, expected: string, isRight: (text: string) => boolean): string[] {
	if (value === undefined) return [];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	const fail = failOf(name);
	return list.map((item) => {
		if (typeof item !== "string") return fail(`${expected}, or a list of such`, item, false);
		return isRight(item) ? item : fail(`${expected}, or a list of such`, item, true);
	});
}

function readNumber(name: string, value: unknown, fallback: number, min: number): number {
	if (value === undefined) return fallback;
	// Timers overflow above 2^31 - 1 ms, and fire at once.
	const isRight = Number.isInteger(value) && (value as number) >= min && (value as number) < 2 ** 31;
	return isRight
		? (value as number)
		: failOf(name)(`a whole number of at least ${min}`, value, typeof value === "number");
}

function readFunction<T>(name: string, value: T | undefined, fallback: T): T {
	if (value !== undefined && typeof value !== "function") failOf(name)("a function", value, false);
	return value ?? fallback;
}

function isOrigin(text: string): boolean {
	return URL.canParse(text) && new URL(text).origin === text;
}

function readBus(bus: Bus | undefined): Bus {
	if (bus === undefined) return memoryBus();
	const isBus = [bus?.publish, bus?.subscribe, bus?.close].every((method) => typeof method === "function");
	return isBus ? bus : failOf("bus")("memoryBus(), redisBus(client) or alike", bus, false);
}

const NAMES = ["key", "secret", "signingSecret", "bus", "origin", "authorize", "maxConnections", "heartbeat", "log"];

/** @throws TypeError or RangeError */
export function resolveRelayOptions(options: RelayServerOptions): RelaySettings {
	if (typeof options !== "object" || options === null) failOf("options")("an object", options, false);
	const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
	if (unknown) throw new TypeError(`Expected options among ${NAMES.join(", ")}, got ${unknown}`);
	// Own properties only: inherited ones may come from a polluted Object.prototype.
	const own: RelayServerOptions = Object.assign(Object.create(null), options);
	const [key = "", ...otherKeys] = readList("key", own.key ?? "enum", "1 to 50 of A-Z a-z 0-9 _ -", (text) =>
		/^[\w-]{1,50}$/.test(text),
	);
	if (otherKeys.length || Array.isArray(own.key)) failOf("key")("a string", own.key, false);
	const secret = readList("secret", own.secret, "a string that is not empty", Boolean);
	const signingSecret = readList("signingSecret", own.signingSecret, "a string that is not empty", Boolean);
	if (!secret.length && !signingSecret.length) throw new TypeError("Expected secret or signingSecret, got neither");
	return {
		key,
		secret,
		signingSecret,
		bus: readBus(own.bus),
		origin: readList("origin", own.origin, 'like "https://shop.example"', isOrigin),
		authorize: readFunction("authorize", own.authorize, () => true),
		maxConnections: readNumber("maxConnections", own.maxConnections, 10_000, 1),
		heartbeat: readNumber("heartbeat", own.heartbeat, 15_000, 10),
		log: readFunction("log", own.log, () => {}),
	};
}
