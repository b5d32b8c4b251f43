import { concatenate } from "./read-body.js";
import { Refusal } from "./refusal.js";

/** Secrets by which Crisp proves itself; more than one while they are being changed. */
export interface Secrets {
	secret: readonly string[];
	signingSecret: readonly string[];
}

const HMAC = { name: "HMAC", hash: "SHA-256" };
const encode = (text: string) => new TextEncoder().encode(text);

const importKey = (secret: string) => crypto.subtle.importKey("raw", encode(secret), HMAC, false, ["sign", "verify"]);

/** Both texts' HMACs are compared, by WebCrypto: that takes as long whatever the difference, and tells no length. */
async function isEqual(given: string, secret: string): Promise<boolean> {
	const key = await importKey(secret);
	const expected = await crypto.subtle.sign("HMAC", key, encode(secret));
	return crypto.subtle.verify("HMAC", key, expected, encode(given));
}

/** Whether any of the secrets fits. All are tried, so that the time does not tell which one did. */
async function some(secrets: readonly string[], fits: (secret: string) => Promise<boolean>): Promise<boolean> {
	return (await Promise.all(secrets.map(fits))).includes(true);
}

function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
	if (!/^[0-9a-f]{64}$/i.test(text)) return undefined;
	return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(text.slice(2 * index, 2 * index + 2), 16));
}

/**
 * Of a plugin hook: hex HMAC-SHA256 of `[timestamp;raw body]`. The timestamp is the header's text as it is, since its unit
 * differs in public code. (Crisp's documentation of web hooks, "Verify the signature"; its Go library.)
 * A captured hook that is sent again does no harm: what is not newer is dropped, and what is older than a day ignored.
 */
async function isSigned(request: Request, body: Uint8Array, secrets: readonly string[]): Promise<boolean> {
	const signature = parseHex(request.headers.get("X-Crisp-Signature") ?? "");
	const timestamp = request.headers.get("X-Crisp-Request-Timestamp");
	if (!signature || !timestamp) return false;
	const parts = [encode(`[${timestamp};`), body, encode("]")];
	const signed = concatenate(
		parts,
		parts.reduce((size, part) => size + part.byteLength, 0),
	);
	return some(secrets, async (secret) => crypto.subtle.verify("HMAC", await importKey(secret), signature, signed));
}

/**
 * Refuses a hook that is not Crisp's. One that carries a signature has to be signed right, where there is something to check
 * it against; any other needs the secret of a website hook in its address.
 */
export async function authenticate(
	request: Request,
	body: Uint8Array,
	{ secret, signingSecret }: Secrets,
): Promise<void> {
	if (signingSecret.length && (request.headers.has("X-Crisp-Signature") || !secret.length)) {
		if (await isSigned(request, body, signingSecret)) return;
		throw new Refusal(401, "Expected a valid X-Crisp-Signature");
	}
	const given = new URL(request.url).searchParams.get("secret") ?? "";
	if (await some(secret, (each) => isEqual(given, each))) return;
	throw new Refusal(401, "Expected a valid secret");
}
