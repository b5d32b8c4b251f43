import type { Sight } from "./crisp.js";
import { isDummy } from "./signals.js";

/**
 * Enum paused itself.
 *
 * @example
 * const describe = ({ reason, replayed }: ChatbotPause) => `${reason}${replayed ? ", before this page was opened" : ""}`;
 * onPaused((pause) => console.log(describe(pause)));
 */
export interface ChatbotPause {
	/** `"human"`: the visitor asked for one. Enum may add others; `"unknown"` where it gives none. */
	reason: "human" | (string & {});
	/** The whole value, such as `chatbot_paused:human`. Never put it into a page as HTML. */
	value: string;
	/** Where it was learnt: from Crisp's session data, or from a call of `receive`. */
	source: "session" | "received";
	/** Whether it was already paused when this page, or this listener, first looked. */
	replayed: boolean;
}

/**
 * What {@link onPaused} calls. What it throws is reported as an uncaught error, and keeps nobody else from being called.
 *
 * @example
 * const listener: PauseListener = ({ reason }) => console.log(reason);
 * onPaused(listener);
 */
export type PauseListener = (pause: ChatbotPause) => void;

export function parsePause(value: unknown, source: ChatbotPause["source"], replayed: boolean): ChatbotPause | null {
	const match = typeof value === "string" && /^chatbot_paused:(.*)/s.exec(value);
	return match ? { reason: match[1] || "unknown", value: match[0], source, replayed } : null;
}

/**
 * Finds pauses in what is seen of Crisp's local copy. An open page learns of one only while Crisp joins (Observed: Crisp
 * client 2.10–2.17), so most of them are replayed.
 *
 * @param onPause is called with a pause, or with null for anything else that has taken its place.
 */
export function createPauseWatcher(onPause: (pause: ChatbotPause | null) => void): (sight: Sight | undefined) => void {
	let seen: Sight | undefined;
	return (sight) => {
		if (!sight?.session) return;
		const { session, value } = sight;
		const before = seen;
		seen = sight;
		// Noise says nothing. A new session does: what stood before belongs to another conversation.
		if (before?.session === session && (before.value === value || isDummy(value))) return;
		const pause = parsePause(value, "session", !before);
		if (pause || before) onPause(pause);
	};
}
