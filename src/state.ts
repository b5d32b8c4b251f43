import type { SignalError } from "./errors.js";
import type { Signal } from "./signals.js";

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

/** What is known at first, and on a server. */
export const INITIAL_STATE: ChatbotState = Object.freeze({
	ready: false,
	pending: 0,
	last: null,
	pause: null,
	error: null,
});

/** What listeners are told: that the state has changed, a pause, the session that Crisp has joined. */
interface Events {
	change: undefined;
	pause: ChatbotPause;
	join: string;
}

export interface State {
	current: ChatbotState;
	/** The session that Crisp has joined. */
	session: string | undefined;
	/** What listeners are being told right now. */
	telling: unknown;
	/** Nobody is told anything any more. */
	end(): void;
	/** Changes the snapshot at once. Its listeners are told in a microtask, once for all changes of a task. */
	set(change: Partial<ChatbotState>): void;
	/** Tells the listeners in a microtask, after what was to be told before. */
	tell<Type extends keyof Events>(type: Type, detail?: Events[Type]): void;
	/** Returns an undo. */
	listen<Type extends keyof Events>(type: Type, listener: (detail: Events[Type]) => void): () => void;
}

/**
 * Each listener has an event target of its own. So a listener that throws is reported by the browser and stops nobody, and
 * zone.js knows whose zone it is. The event targets of test DOMs neither catch what a listener throws nor heed one that is
 * removed meanwhile.
 */
export function createState(): State {
	const listeners = new Set<EventTarget>();
	let isChanged = false;

	const state: State = {
		current: INITIAL_STATE,
		session: undefined,
		telling: undefined,
		end: () => listeners.clear(),
		set(change) {
			state.current = { ...state.current, ...change };
			if (!isChanged) state.tell("change");
			isChanged = true;
		},
		tell(type, detail) {
			// Not by queueMicrotask, which some test tools fake.
			Promise.resolve().then(() => {
				if (type === "change") isChanged = false;
				state.telling = detail;
				for (const listener of [...listeners]) {
					try {
						if (listeners.has(listener)) listener.dispatchEvent(new CustomEvent(type, { detail }));
					} catch (error) {
						Promise.reject(error);
					}
				}
				state.telling = undefined;
			});
		},
		listen(type, listener) {
			const target = new EventTarget();
			target.addEventListener(type, (event) => listener((event as CustomEvent).detail));
			listeners.add(target);
			return () => void listeners.delete(target);
		},
	};
	return state;
}
