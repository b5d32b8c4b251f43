/** What is used of Crisp's client. Typed here, not globally: a global would collide with crisp-sdk-web's. */
interface CrispClient {
	push(command: unknown[]): unknown;
	get?(name: string, key?: string): unknown;
}

/** Crisp's local copy at one moment, in a session that can be written. */
export interface Sight {
	/** Changes with `session:reset`. Empty when Crisp cannot be read at all. */
	session: string;
	value: unknown;
}

/**
 * Crisp's client. Looked up anew every time: Crisp replaces the array `$crisp` by an object, the site's snippet the object
 * by an array. What is still an array, or an element with that id, is not Crisp's client.
 */
export function findCrisp(): CrispClient | undefined {
	const client = (globalThis as { $crisp?: CrispClient }).$crisp;
	return typeof client?.push === "function" && !Array.isArray(client) ? client : undefined;
}

/** What Crisp holds; nothing until it has loaded and joined its session. */
export function look(key: string): Sight | undefined {
	const client = findCrisp();
	if (!client?.get) return client && { session: "", value: undefined };
	try {
		// A write before the session is joined changes the local copy only and is never sent, and the read of the data
		// throws. Observed: Crisp client 2.10–2.17.
		const session = client.get("session:identifier");
		if (session !== null) return { session: `${session}`, value: client.get("session:data", key) };
	} catch {}
	return undefined;
}

/** Throws what Crisp throws. */
export function write(key: string, value: string): void {
	findCrisp()?.push(["set", "session:data", [key, value]]);
}
