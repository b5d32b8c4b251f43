import { createHash, createHmac } from "node:crypto";

export const SIGNING_SECRET = "the plugin's signing secret";
export const SECRET = "the website hook's secret";
export const SESSION = "session_5b1f8a3c-2f6e-4a8e-9d0b-7f3d1c2e4a6b";
export const PAUSE = "chatbot_paused:human";

export const hashOf = (session: string): string => createHash("sha256").update(session).digest("hex");

/** A request as Crisp would send it. Tests break one thing of it each. */
export interface Hook {
	query: string;
	headers: Record<string, string>;
	body: string | Uint8Array;
}

export interface HookChange {
	session?: string;
	value?: unknown;
	/** ms */
	at?: number;
}

export const buildEnvelope = ({ session = SESSION, value = PAUSE, at = Date.now() }: HookChange = {}) => ({
	website_id: "8c842203-7ed8-4e29-a608-7cf78a7d2fcc",
	event: "session:set_data",
	timestamp: at as unknown,
	data: {
		website_id: "8c842203-7ed8-4e29-a608-7cf78a7d2fcc",
		session_id: session as unknown,
		data: { enum: value } as unknown,
	} as unknown,
});

/** Hex HMAC-SHA256 of `[timestamp;body]`. */
export function sign(body: string | Uint8Array, timestamp: string, secret = SIGNING_SECRET): Record<string, string> {
	const signature = createHmac("sha256", secret).update(`[${timestamp};`).update(body).update("]").digest("hex");
	return { "X-Crisp-Request-Timestamp": timestamp, "X-Crisp-Signature": signature };
}

/** A plugin's hook. */
export function buildSignedHook(body: string | Uint8Array = JSON.stringify(buildEnvelope()), secret?: string): Hook {
	const headers = { "Content-Type": "application/json", ...sign(body, `${Date.now()}`, secret) };
	return { query: "", headers, body };
}

/** A website's hook. */
export function buildWebsiteHook(body: string = JSON.stringify(buildEnvelope())): Hook {
	return { query: `?secret=${encodeURIComponent(SECRET)}`, headers: { "Content-Type": "application/json" }, body };
}

export const postHook = (url: string, { query, headers, body }: Hook): Promise<Response> =>
	fetch(url + query, { method: "POST", headers, body: body as BodyInit });

/** What Enum or the visitor did, told by a hook that is right. Returns the status. */
export async function tell(url: string, change: HookChange = {}, secret?: string): Promise<number> {
	return (await postHook(url, buildSignedHook(JSON.stringify(buildEnvelope(change)), secret))).status;
}
