/** What is used of Crisp's client. Typed here, not globally: a global type would collide with crisp-sdk-web's. */
export interface CrispClient {
	push(command: unknown[]): unknown;
	get(name: string, key?: string): unknown;
	set?(name: string, value: unknown): unknown;
}

/** What Crisp's client holds under one key at one moment, in a session that it has joined. */
export interface Sight {
	readonly client: CrispClient;
	/** Another one after `session:reset`. */
	readonly session: string;
	/** As text, since Crisp turns the text of a number into a number; empty for nothing. Observed: Crisp client 2.10–2.17. */
	readonly value: string;
	/**
	 * The client's own session data: another object after each join, and what is deleted from it is gone without a word to the
	 * server. Observed: Crisp client 2.10–2.17. Undefined where a client hands out copies.
	 */
	readonly data: object | undefined;
}

interface CrispPage {
	$crisp?: unknown;
	$__CRISP_INSTANCE?: unknown;
	CRISP_WEBSITE_ID?: unknown;
}

const page = globalThis as CrispPage;

const isClient = (value: unknown): value is CrispClient => typeof (value as Partial<CrispClient>)?.get === "function";

/**
 * Crisp's client. Looked up each time: Crisp replaces the snippet's array by its client, and the snippet, run once more,
 * replaces the client by an array. The client then lives on under its second name. Observed: Crisp client 2.10–2.17.
 */
export const findClient = (): CrispClient | undefined => [page.$crisp, page.$__CRISP_INSTANCE].find(isClient);

/** Undefined before the site's snippet has run. */
export const findWebsite = (): string | undefined => page.CRISP_WEBSITE_ID as string | undefined;

/**
 * Whether the snippet has run, and its script has not: an ad blocker. Where the script is missing too, a consent tool may
 * still bring it.
 */
export const isCrispMissing = (): boolean =>
	!findClient() &&
	Array.isArray(page.$crisp) &&
	// Not the document's own method: an element with that name would stand in its place.
	window.Document.prototype.querySelector.call(document, `script[src*="client.crisp.chat"]`) !== null;

/** What this client holds under the key; undefined before it has joined its session. */
export function readClient(client: CrispClient, key: string): Sight | undefined {
	try {
		const session = client.get("session:identifier");
		// A write before that changes the local copy only and is never sent, and the read of the data throws. Observed: Crisp
		// client 2.10–2.17.
		if (session === null) return undefined;
		const value = String(client.get("session:data", key) ?? "");
		const data = client.get("session:data");
		const isLive = typeof data === "object" && data !== null && client.get("session:data") === data;
		return { client, session: String(session), value, data: isLive ? data : undefined };
	} catch {
		return undefined;
	}
}

export function readCrisp(key: string): Sight | undefined {
	const client = findClient();
	return client && readClient(client, key);
}

/**
 * Nested, as Crisp itself writes in 2026; the versions before take it too. By `set` where a tool on the page has broken `push`.
 *
 * @throws what Crisp throws
 */
export function write(client: CrispClient, key: string, value: string): void {
	const data = [[[key, value]]];
	try {
		client.push(["set", "session:data", data]);
	} catch (error) {
		if (!client.set) throw error;
		client.set("session:data", data);
	}
}
