import { createClock, startTimer } from "./clock.js";
import { createQueue, type Queue } from "./delivery/queue.js";
import { SignalError } from "./errors.js";
import { checkDuration, DEFAULTS, ownOptions, readAbortSignal, type Settings, type UndoOptions } from "./options.js";
import { createPauses, type Pauses } from "./pauses.js";
import type { Signal } from "./signals.js";
import { createState, type State } from "./state.js";

/** The page's one chatbot. Every copy of the library on the page uses the one that is there. */
export interface Chatbot {
	readonly settings: Settings;
	/** The only clock: ms since 1970, never back. */
	readonly now: () => number;
	readonly send: Queue["send"];
	readonly state: State;
	readonly pauses: Pauses;
	/** Takes a word of Enum's that was learnt elsewhere than from Crisp. */
	readonly hear: Pauses["hear"];
	/** Tells whoever has set the option `debug` what happens. */
	log(step: string): void;
	/** Elements whose signal is on its way. */
	readonly busy: WeakSet<Element>;
	/** Aborts when the chatbot ends. */
	readonly life: AbortSignal;
	/** Ends its timers and listeners, and rejects what is pending. The next use of the library makes a new one. */
	end(): void;
}

/** The number is the version of what the copies share: one that shares it differently counts up. */
const NAME = Symbol.for("crisp-signals:2");

/** Made by the first use; importing does nothing. Undefined on a server. */
export function findChatbot(): Chatbot | undefined {
	if (typeof document === "undefined") return undefined;
	const page = window as { [NAME]?: Chatbot };
	page[NAME] ??= createChatbot(() => delete page[NAME]);
	return page[NAME];
}

/** ms until a look that has thrown is tried again, and a page that is shown or hidden looks once more. */
const RETRY_INTERVAL = 1000;

function createChatbot(onEnd: () => void): Chatbot {
	const settings = { ...DEFAULTS };
	const now = createClock();
	const state = createState();
	const pauses = createPauses(state);
	const queue = createQueue(settings, state, pauses, now, log);
	// Of the window: in Node with the globals of jsdom, Node has one of its own, which jsdom refuses.
	const life = new window.AbortController();
	let stopTimer = () => {};
	let isFollowingPage = false;

	function log(step: string) {
		if (settings.debug) console.debug("[crisp-signals]", step);
	}

	/** Crisp has no event for session data, so it is looked at again and again. Returns the ms until the next look. */
	function look() {
		let interval: number | undefined = RETRY_INTERVAL;
		try {
			interval = queue.look();
		} catch (error) {
			log(`${error}`);
		}
		lookLater(interval);
		// Not before there is something to hand over: to listen for `pagehide` slows down the start of a page.
		if (state.current.pending && !isFollowingPage) {
			isFollowingPage = true;
			listenToPage("pagehide", queue.leave);
			listenToPage("pageshow", show);
		}
		return interval;
	}

	function lookLater(interval: number | undefined) {
		stopTimer();
		if (interval !== undefined) stopTimer = startTimer(look, interval);
	}

	function show() {
		queue.comeBack();
		// Another page may leave signals a moment later: `pagehide` there can come after `pageshow` here.
		lookLater(Math.min(look() as number, RETRY_INTERVAL));
	}

	function changeVisibility() {
		if (document.visibilityState === "visible") return show();
		queue.hide();
		lookLater(RETRY_INTERVAL);
	}

	/** On the window: what is dispatched on the document passes it. */
	const listenToPage = (type: string, listener: () => void) => listen(window, type, listener, life.signal, true);

	// A pause that stood before is announced after the page's own scripts: deferred ones run before DOMContentLoaded.
	if (document.readyState === "complete") stopTimer = startTimer(look, 0);
	for (const type of ["DOMContentLoaded", "load"]) listenToPage(type, look);
	listenToPage("visibilitychange", changeVisibility);

	return {
		settings,
		now,
		state,
		pauses,
		log,
		busy: new WeakSet(),
		life: life.signal,
		send(...args) {
			const promise = queue.send(...args);
			look();
			return promise;
		},
		hear(...word) {
			pauses.hear(...word);
			// A start that is to be delivered again may have to be given up.
			look();
		},
		end() {
			state.end();
			queue.end();
			stopTimer();
			life.abort();
			onEnd();
		},
	};
}

/**
 * Options of one signal.
 *
 * @example
 * const dialog = new AbortController();
 * startChatbot({ timeout: 10_000, signal: dialog.signal });
 * dialog.abort(); // Enum is not told.
 */
export interface SignalOptions extends UndoOptions {
	/** ms from this call until it is given up, waiting for its turn included. Default: the chatbot's `timeout`. */
	timeout?: number | undefined;
	/** Takes the signal back, unless it is delivered by then. */
	signal?: AbortSignal | undefined;
}

export function send(signal: Signal, options?: SignalOptions): Promise<void> {
	const chatbot = findChatbot();
	const { timeout = (chatbot?.settings ?? DEFAULTS).timeout } = ownOptions(options);
	checkDuration("timeout", timeout);
	const abort = readAbortSignal(options);
	const promise = chatbot
		? chatbot.send(signal, timeout, abort)
		: Promise.reject(new SignalError("NOT_IN_BROWSER", signal));
	// Who awaits it still gets the error; who does not gets no unhandledrejection.
	promise.catch(() => {});
	return promise;
}

/**
 * Starts something that lasts until it is undone, by the caller or by the option `signal`. Nothing starts on a server, or
 * where `signal` has aborted.
 *
 * @param start returns how it is undone, which may be called any number of times.
 */
export function startUndoable(options: UndoOptions | undefined, start: (chatbot: Chatbot) => () => void): () => void {
	const abort = readAbortSignal(options);
	const chatbot = findChatbot();
	if (!chatbot || abort?.aborted) return () => {};
	const stop = start(chatbot);
	function undo() {
		abort?.removeEventListener("abort", undo);
		stop();
	}
	abort?.addEventListener("abort", undo);
	return undo;
}

/** Not by the option `signal`, which zone.js before 0.14.3 and jsdom before 20 take no notice of. */
export function listen(
	target: EventTarget,
	type: string,
	listener: (event: Event) => void,
	signal: AbortSignal,
	capture = false,
): void {
	target.addEventListener(type, listener, capture);
	signal.addEventListener("abort", () => target.removeEventListener(type, listener, capture));
}

/**
 * Starts something that listens on the page.
 *
 * @param start is called with a signal that aborts when it is undone, or when the chatbot ends.
 */
export function startListening(
	options: UndoOptions | undefined,
	start: (chatbot: Chatbot, signal: AbortSignal) => void,
): () => void {
	return startUndoable(options, (chatbot) => {
		const controller = new window.AbortController();
		const { signal } = controller;
		const stop = () => controller.abort();
		start(chatbot, signal);
		listen(chatbot.life, "abort", stop, signal);
		return stop;
	});
}
