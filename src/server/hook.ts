import { hashSession } from "../session-hash.js";
import { isPause, isSignal } from "../signals.js";
import { authenticate } from "./authenticate.js";
import type { HookClock } from "./hook-clock.js";
import type { Log } from "./limited-log.js";
import type { RelaySettings } from "./options.js";
import { createBodyReader } from "./read-body.js";
import { Refusal } from "./refusal.js";
import { LIFETIME, topicOf } from "./relay-event.js";
import type { Target } from "./target.js";

/** Characters. Enum's values are far shorter; a visitor could write long ones to fill the memory. */
const MAX_LENGTH = 200;

/** ms by which Crisp's clock may be ahead of ours. */
const MAX_AHEAD = 5 * 60 * 1000;

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
 * The session's id is a key to the conversation: never to be sent on or logged.
 *
 * @returns undefined for other events. `value` is a command or a pause; undefined for other keys, dummies and the like.
 */
function parseHook(body: Uint8Array, key: string) {
	const hook = parseJson(body);
	if (!isObject(hook) || typeof hook.event !== "string") throw new Refusal(400, "Expected a web hook of Crisp");
	if (hook.event !== "session:set_data") return undefined;
	const { timestamp: at, data } = hook;
	if (!isObject(data) || typeof data.session_id !== "string" || !data.session_id || !isObject(data.data)) {
		throw new Refusal(400, "Expected session:set_data with a session_id and data");
	}
	if (typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) {
		throw new Refusal(400, "Expected a timestamp in ms");
	}
	const value = Object.hasOwn(data.data, key) ? data.data[key] : undefined;
	const isTold = (isSignal(value) || isPause(value)) && value.length <= MAX_LENGTH;
	return { session: data.session_id, at, value: isTold ? value : undefined };
}

/** Takes Crisp's hooks, and publishes what they say. */
export function createHookTaker(settings: RelaySettings, clock: HookClock, log: Log) {
	const readBody = createBodyReader();

	/** The others are answered like any hook: sent again, they would be as wrong. */
	function isTimely(at: number): boolean {
		const age = Date.now() - at;
		if (age >= -MAX_AHEAD && age < LIFETIME) return true;
		log(`Ignored a hook from ${age < 0 ? "more than 5 minutes ahead" : "more than 24 hours ago"}`);
		return false;
	}

	/** @throws Refusal */
	return async function takeHook(request: Request, target: Target): Promise<void> {
		if (!/^application\/json\s*(;|$)/i.test(request.headers.get("Content-Type") ?? "")) {
			throw new Refusal(415, "Expected Content-Type: application/json");
		}
		const checkBody = await authenticate(request, target, settings);
		const body = await readBody(request);
		await checkBody(body);
		const hook = parseHook(body, settings.key);
		if (!hook || !isTimely(hook.at)) return;
		const { session, at, value } = hook;
		clock.compare(at);
		if (value === undefined) return;
		try {
			await settings.bus.publish(topicOf(settings.key, await hashSession(session)), { value, at });
		} catch (cause) {
			// Crisp sends a plugin's hook again.
			throw new Refusal(503, "The relay cannot keep this now", { "Retry-After": "5" }, { cause });
		}
	};
}
