/**
 * Start and pause the Enum chatbot inside Crisp, and know when it paused. Importing does nothing, on a server too.
 *
 * @module crisp-signals
 */

import { configureContext } from "./chatbot.js";
import { type ChatbotContext, createContext } from "./context.js";
import type { SignalReceipt } from "./delivery/journey.js";
import { type SignalOptions, send } from "./delivery/send.js";
import { type ChatbotOptions, DEFAULTS, resolveOptions, type UndoOptions } from "./options.js";
import { type Bindable, bindButtons as bindButtonsOf } from "./page/buttons.js";
import { onPaused as onPausedOf, type PauseListener } from "./pauses/on-paused.js";
import { receive as receiveOf } from "./pauses/receive.js";
import { connectRelay as connectRelayOf, type RelayOptions } from "./relay/connect-relay.js";
import { PAUSE, START } from "./signals.js";
import { type ChatbotState, INITIAL_STATE } from "./state/store.js";
import { subscribe as subscribeOf } from "./state/subscribe.js";

export { type Chatbot, createChatbot } from "./chatbot.js";
export type { SignalReceipt } from "./delivery/journey.js";
export type { SignalOptions } from "./delivery/send.js";
export { SignalError, type SignalErrorCode } from "./errors.js";
export type { ChatbotOptions, UndoOptions } from "./options.js";
export type { Bindable } from "./page/buttons.js";
export type { PauseListener } from "./pauses/on-paused.js";
export type { ChatbotPause } from "./pauses/pause.js";
export type { RelayOptions } from "./relay/connect-relay.js";
export type { Signal } from "./signals.js";
export type { ChatbotState } from "./state/store.js";

let defaultContext: ChatbotContext | undefined;

/** Made on first use: importing this module does nothing. */
function getDefaultContext(): ChatbotContext {
	if (!defaultContext) {
		defaultContext = createContext({ ...DEFAULTS });
		defaultContext.connect();
	}
	return defaultContext;
}

/**
 * Tells Enum to start answering. Waits for Crisp, for the signals called before, and for a lost connection. When the visitor
 * changes the page, the next page that has the library delivers it.
 *
 * @returns a promise of the receipt, after about 1,500 ms where Crisp has loaded: Crisp's client has taken the signal. If its
 * line has died unnoticed, Enum is told within about a minute, when the client reconnects. It rejects with a
 * {@link SignalError} when Enum was not told, for one of the reasons in {@link SignalErrorCode}; a rejection that nobody
 * handles is not reported.
 * @throws TypeError or RangeError for a wrong option, at once.
 * @example
 * const { elapsed } = await startChatbot({ timeout: 20_000 });
 * console.log(`Delivered after ${elapsed} ms`);
 */
export function startChatbot(options?: SignalOptions): Promise<SignalReceipt> {
	return send(getDefaultContext(), START, options);
}

/**
 * Tells Enum to stop answering, in the way in which {@link startChatbot} starts it, with the same errors.
 *
 * @returns a promise of the receipt.
 * @throws TypeError or RangeError for a wrong option, at once.
 * @example
 * await pauseChatbot();
 */
export function pauseChatbot(options?: SignalOptions): Promise<SignalReceipt> {
	return send(getDefaultContext(), PAUSE, options);
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
	return onPausedOf(getDefaultContext(), listener, options);
}

/**
 * Hears live that Enum has paused, or was started again from elsewhere, from the relay that your server runs
 * (`crisp-signals/server`), by server-sent events. One stream, open while somebody can see the page and Crisp has joined its
 * session. It opens itself again after errors, at pauses that grow from 1 s to 60 s. A relay that is down, slow or wrong is
 * told in `debug` only. On a server nothing happens.
 *
 * @param url the relay's address. One of another origin has to allow this one by its option `origin`.
 * @param options See {@link RelayOptions}; `signal` undoes it when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the address is none of http or https, or `signal` no `AbortSignal`. On a page without a secure context
 * (https, or localhost) one error is written to the console, and nothing else happens.
 * @example
 * const undo = connectRelay("/crisp-signals");
 */
export function connectRelay(url: string | URL, options?: RelayOptions): () => void {
	return connectRelayOf(getDefaultContext(), url, options);
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
	return receiveOf(getDefaultContext(), value);
}

/**
 * Makes clicks on elements with a `data-crisp-signal` attribute send the signal it names, below `root` (default: the
 * document) and for elements that are added later too. Reflects the signal in `aria-busy` and
 * `data-crisp-signal-state="pending|sent|failed"`, and dispatches `crisp-signal:sent` or `crisp-signal:failed` on the element.
 * A click fails after ten seconds where Crisp is visibly blocked, otherwise after the chatbot's `timeout`, or the ms in
 * `data-crisp-signal-timeout`.
 *
 * @param options `signal` undoes it when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the root is nothing to listen on, or `signal` no `AbortSignal`.
 * @example
 * const undo = bindButtons(); // <button data-crisp-signal="start">Ask our assistant</button>
 */
export function bindButtons(root?: Bindable, options?: UndoOptions): () => void {
	return bindButtonsOf(getDefaultContext(), root, options);
}

/**
 * What is known right now: the same object until something changes, so that it fits React's `useSyncExternalStore`.
 *
 * @example
 * const { pending, last, pause } = getState();
 * console.log(pause ? "Paused" : last, pending > 0);
 */
export function getState(): ChatbotState {
	return getDefaultContext().store.state;
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
 * Calls the listener after each change of {@link getState}. On a server nobody is called.
 *
 * @param options `signal` removes the listener when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the listener is no function, or `signal` no `AbortSignal`.
 * @example
 * const undo = subscribe(() => console.log(getState().pending));
 */
export function subscribe(listener: () => void, options?: UndoOptions): () => void {
	return subscribeOf(getDefaultContext(), listener, options);
}

/**
 * Sets options of the functions above for all that is called from now on; what is left out stays as it is. Resumes signals
 * that a page change interrupted: call it when your page starts, also without options. Set the `key` before the first signal.
 *
 * @throws TypeError or RangeError for a wrong option; nothing is changed then.
 * @example
 * configure({ timeout: 20_000 });
 */
export function configure(options?: ChatbotOptions): void {
	const settings = resolveOptions(options, defaultContext?.settings);
	// Not the function above, which would resume with the defaults.
	defaultContext ??= createContext(settings);
	configureContext(defaultContext, settings);
}
