import type { RelaySettings } from "./options.js";
import { Refusal } from "./refusal.js";
import type { Target } from "./target.js";

const encode = (text: string) => new TextEncoder().encode(text);

const importKey = (secret: string) =>
	crypto.subtle.importKey("raw", encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);

/** Both texts' HMACs are compared, by WebCrypto: that takes as long whatever the difference, and tells no length. */
async function isEqual(given: string, secret: string): Promise<boolean> {
	const key = await importKey(secret);
	const expected = await crypto.subtle.sign("HMAC", key, encode(secret));
	return crypto.subtle.verify("HMAC", key, expected, encode(given));
}

/** All secrets are tried, so that the time does not tell which one fits. */
async function some(secrets: readonly string[], fits: (secret: string) => Promise<boolean>): Promise<boolean> {
	return (await Promise.all(secrets.map(fits))).includes(true);
}

/**
 * Of a plugin hook: hex HMAC-SHA256 of `[timestamp;raw body]`. The timestamp is the header's text as it is, since its unit
 * differs in public code. (Crisp's documentation of web hooks, "Verify the signature"; its Go library.)
 * A captured hook that is sent again does no harm: what is not newer is dropped, and what is older than a day ignored.
 */
function readSignature({ headers }: Request, secrets: readonly string[]) {
	const refusal = new Refusal(401, "Expected a valid X-Crisp-Signature");
	const hex = headers.get("X-Crisp-Signature") ?? "";
	const timestamp = headers.get("X-Crisp-Request-Timestamp");
	if (!/^[0-9a-f]{64}$/i.test(hex) || !timestamp) throw refusal;
	const signature = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
	return async (body: Uint8Array<ArrayBuffer>) => {
		const signed = await new Blob([`[${timestamp};`, body, "]"]).arrayBuffer();
		const verify = async (secret: string) => crypto.subtle.verify("HMAC", await importKey(secret), signature, signed);
		if (!(await some(secrets, verify))) throw refusal;
	};
}

/**
 * Refuses, by its head alone, a hook that is not Crisp's. One that carries a signature has to be signed right, where there is
 * something to check it against; any other needs the secret of a website hook in its address.
 *
 * @returns what refuses a body that does not fit the signature.
 */
export async function authenticate(request: Request, { search }: Target, { secret, signingSecret }: RelaySettings) {
	if (signingSecret.length && (request.headers.has("X-Crisp-Signature") || !secret.length)) {
		return readSignature(request, signingSecret);
	}
	// A `+` reads as a space in an address; a secret may hold one all the same.
	for (const query of [search, search.replaceAll("+", "%2B")]) {
		const given = new URLSearchParams(query).get("secret") ?? "";
		if (await some(secret, (each) => isEqual(given, each))) return async () => {};
	}
	throw new Refusal(401, "Expected a valid secret");
}
