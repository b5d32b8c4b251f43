import { START } from "../signals.js";
import { type ChatbotPause, parsePause } from "./pause.js";

/** What Crisp's client holds, as far as pauses go. */
export interface SessionValue {
	readonly session: string;
	readonly value: string | null;
	/** `Date.now()`; left out where that is now. */
	readonly seenAt?: number;
}

/**
 * Finds pauses in what Crisp's session data shows. Nothing (null) is no news: the library itself empties it.
 *
 * @param onPause is called with each pause, and with null when a start or another session ends the one that stood.
 * @returns a function to be called with what each join has shown, and with what others have written since.
 */
export function createSessionPauses(onPause: (pause: ChatbotPause | null) => void): (seen: SessionValue) => void {
	let lastSession: string | undefined;
	return ({ session, value }) => {
		const isFirst = lastSession === undefined;
		// What stood before belongs to another conversation.
		const isOther = !isFirst && session !== lastSession;
		lastSession = session;
		const pause = parsePause(value, "session", isFirst);
		if (isOther || value === START) onPause(null);
		if (pause) onPause(pause);
	};
}
