import type { Sight } from "./crisp.js";
import { isDummy } from "./signals.js";

/** Enum paused itself. */
export interface ChatbotPause {
	/** `"human"`: the visitor asked for one. Enum may add others; `"unknown"` where it gives none. */
	reason: "human" | (string & {});
	/** The whole value, such as `chatbot_paused:human`. Never put it into a page as HTML. */
	value: string;
	/** Where it was learnt: from Crisp's session data, or from a call of `receive`. */
	source: "session" | "received";
	/** It was already paused when this page, or this listener, first looked. */
	replayed: boolean;
}

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
	/** Not undefined any more after the first look. */
	let seen: unknown;
	return (sight) => {
		if (!sight?.session) return;
		const { value } = sight;
		const isFirst = seen === undefined;
		// Noise says nothing. Nothing at all is news: a new session.
		const isNews = value !== seen && !isDummy(value);
		seen = value;
		const pause = parsePause(value, "session", isFirst);
		if (isNews && (pause || !isFirst)) onPause(pause);
	};
}
