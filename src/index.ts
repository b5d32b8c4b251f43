/**
 * Start and pause the Enum chatbot inside Crisp, and know when it paused. Importing does nothing, on a server too.
 *
 * @module crisp-signals
 */

import { findChatbot, type SignalOptions, send, startUndoable } from "./chatbot.js";
import { type ChatbotOptions, checkFunction, DEFAULTS, mergeOptions, type UndoOptions } from "./options.js";
import type { PauseListener } from "./pauses.js";
import { isPause, PAUSE, START } from "./signals.js";
import { type ChatbotState, INITIAL_STATE } from "./state.js";

export { type Bindable, bindButtons } from "./buttons.js";
export type { SignalOptions } from "./chatbot.js";
export { SignalError, type SignalErrorCode } from "./errors.js";
export type { ChatbotOptions, UndoOptions } from "./options.js";
export type { PauseListener } from "./pauses.js";
export { connectRelay, type RelayOptions } from "./relay.js";
export type { Signal } from "./signals.js";
export type { ChatbotPause, ChatbotState } from "./state.js";

/**
 * Tells Enum to start answering. Waits for Crisp, for the signals called before, and for a lost connection. When the visitor
 * changes the page, the next page that has the library delivers it.
 *
 * @returns a promise that resolves after about 1,500 ms where Crisp has loaded: Crisp's client has taken the signal. If its
 * line has died unnoticed, Enum is told within about a minute, when the client reconnects. It rejects with a
 * {@link SignalError} when Enum was not told, for one of the reasons in {@link SignalErrorCode}; a rejection that nobody
 * handles is not reported.
 * @throws TypeError for a wrong option, at once.
 * @example
 * await startChatbot({ timeout: 20_000 });
 */
export function startChatbot(options?: SignalOptions): Promise<void> {
	return send(START, options);
}

/**
 * Tells Enum to stop answering, in the way in which {@link startChatbot} starts it, with the same errors.
 *
 * @throws TypeError for a wrong option, at once.
 * @example
 * await pauseChatbot();
 */
export function pauseChatbot(options?: SignalOptions): Promise<void> {
	return send(PAUSE, options);
}

/**
 * Calls the listener when Enum has paused itself, once for each pause; soon after this call for a pause that stands already
 * (`replayed: true`). Crisp shows a pause when a page loads and when it reconnects (observed: Crisp client 2.10–2.17); in
 * between, {@link connectRelay} brings it. On a server nobody is called.
 *
 * @param options `signal` removes the listener when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the listener is no function, or `signal` no `AbortSignal`.
 * @example
 * const undo = onPaused(({ reason }) => {
 *   document.body.classList.toggle("with-human", reason === "human");
 * });
 */
export function onPaused(listener: PauseListener, options?: UndoOptions): () => void {
	checkFunction("listener", listener);
	return startUndoable(options, ({ pauses }) => pauses.listen(listener));
}

/**
 * Takes a value of the session-data key that you learnt elsewhere: a Crisp web hook that your server passes on to the page.
 * The same pause twice in a row, as when a web hook is delivered twice, is told once; after a start it is a new one.
 *
 * @param value is only looked at, so it may be anything.
 * @returns whether it was a pause. `start_chatbot` ends the one that stood; anything else is ignored.
 * @example
 * const events = new EventSource("/chat-events");
 * events.addEventListener("message", ({ data }) => receive(JSON.parse(data).enum));
 */
export function receive(value: unknown): boolean {
	const chatbot = findChatbot();
	chatbot?.hear(value, "received", chatbot.now());
	return chatbot !== undefined && isPause(value);
}

/**
 * What is known right now: the same object until something changes, so that it fits React's `useSyncExternalStore`.
 *
 * @example
 * const { pending, last, pause } = getState();
 * console.log(pause ? "Paused" : last, pending > 0);
 */
export function getState(): ChatbotState {
	return findChatbot()?.state.current ?? INITIAL_STATE;
}

/**
 * What is known before anything happens: what a server renders, and the browser hydrates with. The third argument of React's
 * `useSyncExternalStore`, as the browser's own `getState` may know of a signal from the page before. Always the same object.
 *
 * @example
 * const { pending } = getServerState(); // 0
 */
export function getServerState(): ChatbotState {
	return INITIAL_STATE;
}

/**
 * Calls the listener after each change of {@link getState}, once for all changes of a task. On a server nobody is called.
 *
 * @param options `signal` removes the listener when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the listener is no function, or `signal` no `AbortSignal`.
 * @example
 * const undo = subscribe(() => console.log(getState().pending));
 */
export function subscribe(listener: () => void, options?: UndoOptions): () => void {
	checkFunction("listener", listener);
	return startUndoable(options, ({ state }) => state.listen("change", () => listener()));
}

/**
 * Sets options of the page's chatbot, for all that is called from now on; what is left out stays as it is. Resumes signals
 * that a page change interrupted: call it when your page starts, also without options.
 *
 * @throws TypeError for a wrong option, and an Error for another `key` after the first signal; nothing is changed
 * then.
 * @example
 * configure({ timeout: 20_000 });
 */
export function configure(options?: ChatbotOptions): void {
	const chatbot = findChatbot();
	const settings = mergeOptions(options, chatbot?.settings ?? DEFAULTS);
	const { pending, last, error } = getState();
	if (settings.key !== chatbot?.settings.key && (pending || last || error)) {
		throw new Error(`Expected key to be set before the first signal, got ${settings.key}`);
	}
	Object.assign(chatbot?.settings ?? {}, settings);
}
