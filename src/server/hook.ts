import { isPause, isSignal } from "../signals.js";
import { Refusal } from "./refusal.js";
import type { RelayEvent } from "./relay-event.js";

/** A change of Enum's key, as Crisp tells it. */
export interface Hook {
	/** Crisp's own id: a key to the conversation. Never to be sent on or logged. */
	session: string;
	event: RelayEvent;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
	} catch {
		throw new Refusal(400, "Expected JSON in UTF-8");
	}
}

/**
 * Crisp's envelope: `{ website_id, event, timestamp, data: { website_id, session_id, data: { <key>: … } } }`, where
 * `timestamp` is when it happened, in ms. (Crisp's documentation of web hooks, "session:set_data".)
 *
 * @returns undefined for what is none of Enum's: other events, other keys, dummies.
 */
export function parseHook(body: Uint8Array, key: string): Hook | undefined {
	const hook = parseJson(body);
	if (!isObject(hook) || typeof hook.event !== "string") throw new Refusal(400, "Expected a web hook of Crisp");
	if (hook.event !== "session:set_data") return undefined;
	const { timestamp, data } = hook;
	if (!isObject(data) || typeof data.session_id !== "string" || !data.session_id || !isObject(data.data)) {
		throw new Refusal(400, "Expected session:set_data with a session_id and data");
	}
	if (typeof timestamp !== "number" || !Number.isSafeInteger(timestamp) || timestamp < 0) {
		throw new Refusal(400, "Expected a timestamp in ms");
	}
	const value = Object.hasOwn(data.data, key) ? data.data[key] : undefined;
	if (!isSignal(value) && !isPause(value)) return undefined;
	return { session: data.session_id, event: { value: value as string, at: timestamp } };
}
