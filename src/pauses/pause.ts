import { readPauseReason } from "../signals.js";

/**
 * Enum paused itself.
 *
 * @example
 * const describe = ({ reason, replayed }: ChatbotPause) => `${reason}${replayed ? ", already for a while" : ""}`;
 * onPaused((pause) => console.log(describe(pause)));
 */
export interface ChatbotPause {
	/** `"human"`: the visitor asked for one. Enum may add others; `"unknown"` where it gives none. */
	reason: "human" | (string & {});
	/** The whole value, such as `chatbot_paused:human`. Never put it into a page as HTML. */
	value: string;
	/** Where it was learnt: from Crisp's session data, from a relay, or from a call of `receive`. */
	source: "session" | "relay" | "received";
	/** Whether it was already paused when this page, or this listener, first looked. */
	replayed: boolean;
}

/** Returns null for a value that is no pause. */
export function parsePause(value: unknown, source: ChatbotPause["source"], replayed: boolean): ChatbotPause | null {
	const reason = readPauseReason(value);
	return reason === undefined ? null : { reason, value: value as string, source, replayed };
}
