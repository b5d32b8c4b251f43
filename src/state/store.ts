import type { SignalError } from "../errors.js";
import type { ChatbotPause } from "../pauses/pause.js";
import type { Signal } from "../signals.js";
import { createEmitter } from "./emitter.js";

/**
 * A snapshot: the same object until something changes.
 *
 * @example
 * const isBusy = ({ pending }: ChatbotState) => pending > 0;
 * console.log(isBusy(getState()));
 */
export interface ChatbotState {
	/** Whether Crisp has joined its session on this page. */
	readonly ready: boolean;
	/** Signals called and not yet settled, and those that are delivered again. */
	readonly pending: number;
	/** The last signal that was delivered from here. Not the state of the bot: operators and schedules pause it unseen. */
	readonly last: Signal | null;
	/** The pause that stands, as far as this page knows. */
	readonly pause: ChatbotPause | null;
	/** Why the last signal was not delivered, also where nobody has its promise. The next signal clears it. */
	readonly error: SignalError | null;
}

/** What a chatbot knows at first, and on a server. */
export const INITIAL_STATE: ChatbotState = Object.freeze({
	ready: false,
	pending: 0,
	last: null,
	pause: null,
	error: null,
});

export interface Store {
	readonly state: ChatbotState;
	set(change: Partial<ChatbotState>): void;
	/** Calls the listener after each change. Returns its undo. */
	subscribe(listener: () => void): () => void;
}

export function createStore(): Store {
	const changes = createEmitter<void>();
	let state = INITIAL_STATE;
	return {
		get state() {
			return state;
		},
		set(change) {
			state = { ...state, ...change };
			changes.emit();
		},
		subscribe: changes.add,
	};
}
