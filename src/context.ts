import { look } from "./crisp.js";
import { createDelivery, type Delivery, type Log, type SignalReceipt } from "./delivery.js";
import { SignalError } from "./errors.js";
import { findLane, type Job } from "./lane.js";
import { callAll } from "./listeners.js";
import type { Settings } from "./options.js";
import { markDelivered, saveOutbox, takeOutbox } from "./outbox.js";
import { createParking } from "./park.js";
import { type ChatbotPause, createPauseWatcher } from "./pauses.js";
import { isSignal, type Signal, START } from "./signals.js";

/**
 * A snapshot: the same object until something changes.
 *
 * @example
 * const isBusy = ({ pending }: ChatbotState) => pending > 0;
 * console.log(isBusy(getState()));
 */
export interface ChatbotState {
	/** Signals called and not yet settled. */
	readonly pending: number;
	/** The last signal that was delivered from here. Not the state of the bot: operators and schedules pause it unseen. */
	readonly last: Signal | null;
	/** The pause that stands, as far as this page knows. */
	readonly pause: ChatbotPause | null;
}

/** A chatbot as its functions see it: functions, not methods, so that a bundler leaves out what a site does not use. */
export interface ChatbotContext {
	/** May change at any time. */
	settings: Settings;
	state: ChatbotState;
	log: Log | undefined;
	/** Aborted with an error code by `destroy`, and where there is no page. */
	life: AbortController;
	/** On their way, in order. */
	deliveries: Set<Delivery>;
	/** Called after each change of the state, and now and again besides. */
	listeners: Set<() => void>;
	setPause(pause: ChatbotPause | null): void;
	/** @param left ms until its timeout */
	deliver(job: Job, left: number, onSettled?: (outcome: SignalReceipt | SignalError) => void): Delivery;
	/** Goes on with all that is going on, and sees to it that it is called again. */
	tick(): void;
	/** Goes on with what the page before has left undelivered, or the page after, if this one is back from the cache. */
	resume(): void;
}

/** ms between two looks at Crisp while a signal is pending. Crisp has no event for session data. */
const POLL_INTERVAL = 100;

export function createContext(settings: Settings): ChatbotContext {
	const life = new AbortController();
	const deliveries = new Set<Delivery>();
	const listeners = new Set<() => void>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	/** Another page may be delivering what is pending here. */
	let isLeft = false;
	/** `performance.now()` until which Crisp is looked at once, for a signal of the page before that is to be parked. */
	let lookUntil = 0;

	function setState(change: Partial<ChatbotState>) {
		context.state = { ...context.state, pending: deliveries.size, ...change };
		callAll(listeners);
	}

	function setPause(pause: ChatbotPause | null) {
		if (pause?.value === context.state.pause?.value) return;
		setState({ pause });
		if (pause) document.dispatchEvent(new CustomEvent("crisp-signal:paused", { detail: pause }));
	}

	const watchPauses = createPauseWatcher(setPause);
	const park = createParking(settings);

	function tick() {
		// A page that comes back is told of its visibility before it is told that it is back.
		if (isLeft) return;
		const { aborted } = life.signal;
		const sight = look(settings.key);
		// Before a dummy overwrites a pause.
		watchPauses(sight);
		callAll(listeners);
		if (!aborted) for (const delivery of deliveries) delivery.step();
		const isParking = park(sight?.value, aborted);

		clearTimeout(timer);
		if (aborted) return;
		if (sight) lookUntil = 0;
		const isWaiting = performance.now() < lookUntil;
		if (deliveries.size || isParking || isWaiting) timer = setTimeout(tick, POLL_INTERVAL);
		else if (listeners.size && !document.hidden) timer = setTimeout(tick, settings.watchInterval);
	}

	function deliver(job: Job, left: number, onSettled?: (outcome: SignalReceipt | SignalError) => void) {
		const { key, delay } = settings;
		const settle = (outcome: SignalReceipt | SignalError) => {
			deliveries.delete(delivery);
			onSettled?.(outcome);
			if (outcome instanceof SignalError) setState({});
			else {
				if (job.isShared) markDelivered(key, job.id);
				setState({ last: job.signal });
				if (job.signal === START) setPause(null);
			}
			tick();
		};
		const delivery = createDelivery(job, left, key, delay, settle, context.log);
		findLane(key).push(job);
		deliveries.add(delivery);
		setState({});
		tick();
		// Called by a pagehide listener of the site.
		if (isLeft) save();
		return delivery;
	}

	function resume() {
		const { key, timeout, persist } = settings;
		isLeft = false;
		try {
			const jobs = persist && !life.signal.aborted ? takeOutbox(key) : undefined;
			if (jobs) lookUntil = performance.now() + timeout;
			for (const delivery of deliveries) delivery.expire();
			for (const job of jobs ?? []) {
				// A clock that was set back must not keep it alive.
				const left = Math.min(job.expires - Date.now(), job.timeout);
				if (left > 0) deliver(job, left);
			}
		} catch (error) {
			context.log?.(`ignored an outbox: ${error}`);
		}
		tick();
	}

	function leave() {
		isLeft = true;
		for (const delivery of deliveries) delivery.takeBack();
		clearTimeout(timer);
	}

	function save() {
		const { key, park, persist } = settings;
		saveOutbox(key, persist && park && isSignal(look(key)?.value));
	}

	if (typeof document === "undefined") life.abort("NOT_IN_BROWSER");
	else {
		const options = { signal: life.signal };
		const handlers = { pagehide: leave, pageshow: resume, visibilitychange: tick, prerenderingchange: resume };
		for (const [type, handler] of Object.entries(handlers)) {
			// Captured: prerenderingchange does not bubble up from the document.
			window.addEventListener(type, handler, { ...options, capture: true });
		}
		// Only after all chatbots of the page have left: one that is not the first in its lane may have settled meanwhile.
		window.addEventListener("pagehide", save, options);
	}

	const context: ChatbotContext = {
		settings,
		state: { pending: 0, last: null, pause: null },
		log: undefined,
		life,
		deliveries,
		listeners,
		setPause,
		deliver,
		tick,
		resume,
	};
	return context;
}
