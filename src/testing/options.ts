import type { FakeHookOptions, FakeHookSend } from "./hook-options.js";

/**
 * `localStorage`, `sessionStorage`, or anything alike.
 *
 * @example
 * const storage: FakeCrispStorage = sessionStorage;
 * const crisp = createFakeCrisp({ storage });
 */
export type FakeCrispStorage = Pick<Storage, "getItem" | "setItem">;

/**
 * How Crisp is to behave. Everything has a default.
 *
 * @example
 * const options: FakeCrispOptions = { joinDelay: 5_000, reconnectDelay: 10_000 };
 * const crisp = createFakeCrisp(options);
 */
export interface FakeCrispOptions {
	/** Where the server side lives. With `localStorage` it survives a page load, and tabs share it. Default: in memory. */
	storage?: FakeCrispStorage | undefined;
	/** The item of `storage` that holds the server side. Default: `"fake-crisp"`. */
	storageKey?: string | undefined;
	/** The key of the session data that Enum listens on. Default: `"enum"`. */
	key?: string | undefined;
	/** ms from l.js being run until client.js replaces the array `$crisp` by an object. Default: 200. */
	loadDelay?: number | undefined;
	/** ms from then until the session data is there and the queue is flushed. Default: 100. */
	sessionDelay?: number | undefined;
	/**
	 * ms from then, or from a `session:reset`, until the session is joined; and from `pageshow` until a client that `pagehide`
	 * has disconnected is connected again. Default: 200.
	 */
	joinDelay?: number | undefined;
	/**
	 * ms from `restore()`, or from the moment in which the client notices that its line is dead, until it is connected again.
	 * Default: 0. Crisp's own client takes 7–25 s.
	 */
	reconnectDelay?: number | undefined;
	/** ms from `drop({ unnoticed: true })` until the client notices. Default: 45,000, socket.io's. */
	pingTimeout?: number | undefined;
	/**
	 * `false`: a client whose `$crisp.get("session:data")` is a copy, so that deleting from it takes no effect. Default: `true`,
	 * the client's own object, another one after each join. Observed: Crisp client 2.10–2.17.
	 */
	liveData?: boolean | undefined;
	/** ms for which the client collects writes. No client is known with another one than the default: 500. */
	writeWindow?: number | undefined;
	/** `false`: a client that keeps `"0.42"` and `"true"` as text. No such client is known. Default: `true`. */
	coercion?: boolean | undefined;
	/**
	 * The wire between client and server: gets each `session:set_data` of the client as a text frame of socket.io, and returns
	 * whether it has arrived. Default: each one arrives.
	 */
	carry?: ((frame: string) => boolean) | undefined;
	/** `false`: as if the site's Crisp settings said `socket: false`, every write is dropped in silence. Default: `true`. */
	socket?: boolean | undefined;
	/**
	 * `true`: as with an ad blocker, l.js never arrives: `$crisp` stays an array, and the snippet's element stands in the page.
	 * Default: `false`.
	 */
	blocked?: boolean | undefined;
	/**
	 * The site's server, which Crisp tells of each change of the session data by its web hook `session:set_data`, whoever made
	 * it: this page, Enum, another writer. What another page on the same `storage` changes, that page's fake tells. A function
	 * alone gets a website's hook with `?secret=fake-crisp`. Default: no hook. Assumed, not seen: that a page's own writes are
	 * told too. Needs the `Request` of the Fetch API.
	 */
	hook?: FakeHookSend | FakeHookOptions | undefined;
}

/**
 * How the line is lost.
 *
 * @example
 * const options: FakeCrispDropOptions = { unnoticed: true };
 * createFakeCrisp().drop(options);
 */
export interface FakeCrispDropOptions {
	/**
	 * `true`: only this page's socket dies, as from wifi to mobile, and the client does not know before `pingTimeout`.
	 * Default: `false`.
	 */
	unnoticed?: boolean | undefined;
}

/** Of the client and its server. What `hook` says is read where the hooks are made. */
export type FakeCrispSettings = {
	[Name in Exclude<keyof FakeCrispOptions, "hook">]-?: NonNullable<FakeCrispOptions[Name]>;
};

export const resolveOptions = ({
	storage = createMemoryStorage(),
	storageKey = "fake-crisp",
	key = "enum",
	loadDelay = 200,
	sessionDelay = 100,
	joinDelay = 200,
	reconnectDelay = 0,
	pingTimeout = 45_000,
	liveData = true,
	writeWindow = 500,
	coercion = true,
	carry = () => true,
	socket = true,
	blocked = false,
}: FakeCrispOptions): FakeCrispSettings => ({
	storage,
	storageKey,
	key,
	loadDelay,
	sessionDelay,
	joinDelay,
	reconnectDelay,
	pingTimeout,
	liveData,
	writeWindow,
	coercion,
	carry,
	socket,
	blocked,
});

function createMemoryStorage(): FakeCrispStorage {
	const items = new Map<string, string>();
	return {
		getItem: (name) => items.get(name) ?? null,
		setItem: (name, text) => void items.set(name, text),
	};
}
