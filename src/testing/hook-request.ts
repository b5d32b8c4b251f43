import type { FakeHookSettings } from "./hook-options.js";
import type { DataChange } from "./server.js";

/** The website that the fake stands for. */
export const WEBSITE_ID = "fake-crisp";

const encode = (text: string) => new TextEncoder().encode(text);

/** Not by Array.from, which old libraries (Prototype, MooTools) replace by one that knows no second argument. */
const toHex = (bytes: ArrayBuffer) =>
	[...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Hex HMAC-SHA256. */
async function sign(text: string, secret: string): Promise<string> {
	const { subtle } = globalThis.crypto;
	const key = await subtle.importKey("raw", encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	return toHex(await subtle.sign("HMAC", key, encode(text)));
}

/**
 * The hook `session:set_data`, as Crisp sends it. (Crisp's reference of web hooks, "Delivery" and "session:set_data".)
 * The unit of the header's timestamp differs in public code; here it is ms.
 */
export async function createHookRequest(
	{ at, session, data }: DataChange,
	attempt: number,
	{ url, signingSecret, attempts }: FakeHookSettings,
): Promise<Request> {
	const body = JSON.stringify({
		website_id: WEBSITE_ID,
		event: "session:set_data",
		data: { website_id: WEBSITE_ID, session_id: session, inbox_id: null, data },
		timestamp: at,
	});
	const timestamp = `${Date.now()}`;
	const headers = new Headers({
		"Content-Type": "application/json",
		"X-Crisp-Request-Timestamp": timestamp,
		"X-Delivery-Attempt-Count": `${attempt}`,
		"X-Delivery-Attempt-Limit": `${attempts}`,
	});
	if (signingSecret !== undefined) {
		headers.set("X-Crisp-Signature", await sign(`[${timestamp};${body}]`, signingSecret));
	}
	// In a browser it arrives although the page is being left: Crisp's server would not be.
	return new Request(url, { method: "POST", headers, body, keepalive: true });
}
