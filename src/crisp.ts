/** What is used of Crisp's client. Typed here, not globally: a global would collide with crisp-sdk-web's. */
export interface CrispClient {
	push(command: unknown[]): unknown;
	set?(name: string, value: unknown): unknown;
	get?(name: string, key?: string): unknown;
}

/** What Crisp's client holds under one key at one moment, in a session that can be written. */
export interface Sight {
	readonly client: CrispClient;
	/** Changes with `session:reset`. Empty where Crisp cannot be read at all. */
	readonly session: string;
	/** As text, since Crisp turns the text of a number into a number; null for nothing. Observed: Crisp client 2.10–2.17. */
	readonly value: string | null;
	/**
	 * The client's own session data, not a copy: another object after each join, and what is deleted from it is gone without
	 * a word to the server. Observed: Crisp client 2.10–2.17. Undefined where a client hands out copies.
	 */
	readonly data: Record<string, unknown> | undefined;
}

const readGlobal = () => (globalThis as { $crisp?: CrispClient }).$crisp;

/** Whether Crisp is on this page or about to be: its client, or the array that stands in for it while it loads. */
export const hasCrisp = (): boolean => typeof readGlobal()?.push === "function";

/**
 * Crisp's client. Looked up anew every time: Crisp replaces the array `$crisp` by an object, the site's snippet the object
 * by an array. What is still an array, or an element with that id, is not Crisp's client.
 */
export function findCrisp(): CrispClient | undefined {
	const client = readGlobal();
	return hasCrisp() && !Array.isArray(client) ? client : undefined;
}

/** What this client holds; nothing before it has joined its session. */
export function lookAt(client: CrispClient, key: string): Sight | undefined {
	if (!client.get) return { client, session: "", value: null, data: undefined };
	try {
		// A write before the session is joined changes the local copy only and is never sent, and the read of the data
		// throws. Observed: Crisp client 2.10–2.17.
		const session = client.get("session:identifier");
		if (session === null) return undefined;
		const value = client.get("session:data", key) ?? null;
		const data = client.get("session:data");
		const isLive = typeof data === "object" && data !== null && client.get("session:data") === data;
		return {
			client,
			session: String(session),
			value: value === null ? null : String(value),
			data: isLive ? (data as Record<string, unknown>) : undefined,
		};
	} catch {
		return undefined;
	}
}

/** What Crisp holds; nothing until it has loaded and joined its session, and while the browser knows that it is offline. */
export function look(key: string): Sight | undefined {
	const client = findCrisp();
	return client && navigator.onLine !== false ? lookAt(client, key) : undefined;
}

/** Throws what Crisp throws. */
export function write(client: CrispClient, key: string, value: string): void {
	client.push(["set", "session:data", [key, value]]);
}

/** As `write`, for when there is nobody to tell of an error: also where a tool on the page has broken `push`. */
export function writeAnyhow(client: CrispClient, key: string, value: string): void {
	try {
		write(client, key, value);
	} catch {
		try {
			client.set?.("session:data", [key, value]);
		} catch {
			// No other way in.
		}
	}
}

/** Empties the key in the client's own data; nothing is sent. Returns whether it took. */
export function forget({ client, data }: Sight, key: string): boolean {
	if (!data || !Reflect.deleteProperty(data, key)) return false;
	return (client.get?.("session:data", key) ?? null) === null;
}
