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
	/** Signals called and not yet settled, and those that are delivered again. */
	readonly pending: number;
	/** The last signal that was delivered from here. Not the state of the bot: operators and schedules pause it unseen. */
	readonly last: Signal | null;
	/** The pause that stands, as far as this page knows. */
	readonly pause: ChatbotPause | null;
}

export interface Store {
	readonly state: ChatbotState;
	set(change: Partial<ChatbotState>): void;
	/** Calls the listener after each change. Returns its undo. */
	subscribe(listener: () => void): () => void;
	/** Removes all listeners. */
	clear(): void;
}

export function createStore(): Store {
	const changes = createEmitter<void>();
	let state: ChatbotState = { pending: 0, last: null, pause: null };
	return {
		get state() {
			return state;
		},
		set(change) {
			state = { ...state, ...change };
			changes.emit();
		},
		subscribe: changes.add,
		clear: changes.clear,
	};
}
