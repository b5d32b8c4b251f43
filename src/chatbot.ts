import { type ChatbotContext, createContext } from "./context.js";
import { logStep } from "./debug.js";
import type { SignalReceipt } from "./delivery/journey.js";
import { type SignalOptions, send } from "./delivery/send.js";
import { type ChatbotOptions, resolveOptions, type Settings, type UndoOptions } from "./options.js";
import { type Bindable, bindButtons } from "./page/buttons.js";
import { onPaused, type PauseListener } from "./pauses/on-paused.js";
import { receive } from "./pauses/receive.js";
import { connectRelay, type RelayOptions } from "./relay/connect-relay.js";
import { PAUSE, START } from "./signals.js";
import { type ChatbotState, INITIAL_STATE } from "./state/store.js";
import { subscribe } from "./state/subscribe.js";

/**
 * A chatbot of its own, from {@link createChatbot}. Its methods do what the functions of the same names do, with the same
 * errors, and need no `this`.
 *
 * @example
 * const chatbot: Chatbot = createChatbot();
 * const { startChatbot: start, pauseChatbot: pause } = chatbot;
 * await start();
 */
export interface Chatbot {
	/** Tells Enum to start answering. */
	startChatbot(options?: SignalOptions): Promise<SignalReceipt>;
	/** Tells Enum to stop answering. */
	pauseChatbot(options?: SignalOptions): Promise<SignalReceipt>;
	/** Calls the listener when Enum has paused itself. Returns its undo. */
	onPaused(listener: PauseListener, options?: UndoOptions): () => void;
	/** Hears live of pauses and starts, from your server's relay. Returns its undo. */
	connectRelay(url: string | URL, options?: RelayOptions): () => void;
	/** Takes a value that you learnt elsewhere. Returns whether it was a pause. */
	receive(value: unknown): boolean;
	/** Makes clicks on elements with this chatbot's `attribute` send the signal it names. Returns its undo. */
	bindButtons(root?: Bindable, options?: UndoOptions): () => void;
	/** What this chatbot knows right now. */
	getState(): ChatbotState;
	/** What a server renders, and the browser hydrates with. */
	getServerState(): ChatbotState;
	/** Calls the listener after each change of the state. Returns its undo. */
	subscribe(listener: () => void, options?: UndoOptions): () => void;
	/**
	 * Ends this chatbot: pending signals reject with `DESTROYED` and are not delivered, its listeners, bound buttons and
	 * timers are gone. What is called afterwards rejects with `DESTROYED` too, or does nothing.
	 */
	destroy(): void;
}

function destroy({ life, journeys, pauses, disconnect }: ChatbotContext): void {
	// Before its signals end: none of them, and nothing else, is given to it any more.
	disconnect();
	life.abort("DESTROYED");
	for (const journey of journeys) journey.stop("DESTROYED");
	pauses.clear();
}

export function configureContext(context: ChatbotContext, settings: Settings): void {
	Object.assign(context.settings, settings);
	context.log = settings.debug ? logStep : undefined;
	context.connect();
}

/** The methods of a chatbot, which may be made by the first call of one of them. */
export const createMethods = (getContext: () => ChatbotContext): Chatbot => ({
	startChatbot: (options) => send(getContext(), START, options),
	pauseChatbot: (options) => send(getContext(), PAUSE, options),
	onPaused: (listener, options) => onPaused(getContext(), listener, options),
	connectRelay: (url, options) => connectRelay(getContext(), url, options),
	receive: (value) => receive(getContext(), value),
	bindButtons: (root, options) => bindButtons(getContext(), root, options),
	getState: () => getContext().store.state,
	getServerState: () => INITIAL_STATE,
	subscribe: (listener, options) => subscribe(getContext(), listener, options),
	destroy: () => destroy(getContext()),
});

/**
 * Makes a chatbot of its own, with its own options and listeners. Chatbots with one `key` still wait for each other's
 * signals, so that Enum hears all of them in the order in which they were called. Resumes signals that a page change
 * interrupted.
 *
 * @param options See {@link ChatbotOptions}. They are not shared with the functions of the package.
 * @throws TypeError or RangeError for a wrong option.
 * @example
 * const chatbot = createChatbot({ key: "enum_sales", timeout: 20_000 });
 * await chatbot.startChatbot();
 * chatbot.destroy();
 */
export function createChatbot(options?: ChatbotOptions): Chatbot {
	const settings = resolveOptions(options);
	const context = createContext(settings);
	configureContext(context, settings);
	return createMethods(() => context);
}
