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
	/** ms from then, or from a `session:reset`, until the session is joined. Default: 200. */
	joinDelay?: number | undefined;
	/** ms from `restore()` until the client is connected again. Default: 0. Crisp's own client takes 10–25 s. */
	reconnectDelay?: number | undefined;
	/** `false`: as if the site's Crisp settings said `socket: false`, every write is dropped in silence. Default: `true`. */
	socket?: boolean | undefined;
	/** `true`: as with an ad blocker, l.js never arrives and `$crisp` stays an array. Default: `false`. */
	blocked?: boolean | undefined;
}

export type FakeCrispSettings = { [Name in keyof FakeCrispOptions]-?: NonNullable<FakeCrispOptions[Name]> };

export const resolveOptions = ({
	storage = createMemoryStorage(),
	storageKey = "fake-crisp",
	key = "enum",
	loadDelay = 200,
	sessionDelay = 100,
	joinDelay = 200,
	reconnectDelay = 0,
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
