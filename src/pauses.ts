import { readPauseReason, START } from "./signals.js";
import type { ChatbotPause, State } from "./state.js";

/**
 * What {@link onPaused} calls. What it throws is reported as an uncaught error, and keeps nobody else from being called.
 *
 * @example
 * const listener: PauseListener = ({ reason }) => console.log(reason);
 * onPaused(listener);
 */
export type PauseListener = (pause: ChatbotPause) => void;

/** Enum's last word: the pause that stands. */
export interface Pauses {
	/**
	 * The only way in. What is older than what is known is ignored. A start ends a pause; `pause_chatbot` ends none.
	 *
	 * @param at when it was said, on the page's clock
	 * @param replayed whether it stood before this page looked
	 */
	hear(value: unknown, source: ChatbotPause["source"], at: number, replayed?: boolean): void;
	/** Another session has begun: nothing of what was known holds. */
	forget(): void;
	/** Returns an undo. */
	listen(listener: PauseListener): () => void;
}

export function createPauses(state: State): Pauses {
	/** When the last word was said. */
	let knownAt = 0;

	function set(pause: ChatbotPause | null) {
		if (pause?.value === state.current.pause?.value) return;
		state.set({ pause });
		if (pause) state.tell("pause", pause);
	}

	function listen(listener: PauseListener) {
		const { pause: standing } = state.current;
		// Whoever adds a listener while a pause is being told knows of it.
		let told = state.telling;
		// All others have been told.
		if (standing) state.tell("pause", standing);
		return state.listen("pause", (pause) => {
			if (pause === told || pause !== state.current.pause) return;
			told = pause;
			listener(pause === standing ? { ...pause, replayed: true } : pause);
		});
	}

	listen((detail) => document.dispatchEvent(new window.CustomEvent("crisp-signal:paused", { detail })));

	return {
		hear(value, source, at, replayed = false) {
			const reason = readPauseReason(value);
			if (at < knownAt || (!reason && value !== START)) return;
			knownAt = at;
			set(reason ? { reason, value: value as string, source, replayed } : null);
		},
		forget() {
			knownAt = 0;
			set(null);
		},
		listen,
	};
}
