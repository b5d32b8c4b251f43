import { type Channel, findChannel } from "./delivery/channel.js";
import type { Job } from "./delivery/job.js";
import { isFailure, type Journey, type Log, type SignalReceipt } from "./delivery/journey.js";
import type { Member } from "./delivery/members.js";
import { SignalError } from "./errors.js";
import type { Settings } from "./options.js";
import { announcePauses } from "./pauses/announce.js";
import type { ChatbotPause } from "./pauses/pause.js";
import { createSessionPauses } from "./pauses/session-pauses.js";
import { START } from "./signals.js";
import { createEmitter, type Emitter } from "./state/emitter.js";
import { createStore, type Store } from "./state/store.js";

interface DeliverOptions {
	onSettled?(outcome: SignalReceipt | SignalError): void;
	/** Whether nobody should wait any longer. */
	isHopeless?: (() => boolean) | undefined;
}

/** A chatbot as its functions see it: functions, not methods, so that a bundler leaves out what a site does not use. */
export interface ChatbotContext {
	/** May change at any time, but for the key: see `connect`. */
	readonly settings: Settings;
	readonly store: Store;
	/** Each pause that becomes known. */
	readonly pauses: Emitter<ChatbotPause>;
	/** Aborted with an error code by `destroy`, and where there is no page. */
	readonly life: AbortController;
	/** On their way, in order. */
	readonly journeys: Set<Journey>;
	log: Log | undefined;
	setPause(pause: ChatbotPause | null): void;
	/** Puts a signal into the lane. There has to be a page. */
	deliver(job: Job, options?: DeliverOptions): Journey;
	/** Tells Crisp's channel what its server holds, as was learnt elsewhere. */
	learn(value: string): void;
	/** How its channel sees it. */
	readonly member: Member;
	/** Joins the channel of the key, and resumes what another page has left there. */
	connect(): void;
	disconnect(): void;
}

export function createContext(settings: Settings): ChatbotContext {
	const life = new AbortController();
	if (typeof document === "undefined") life.abort("NOT_IN_BROWSER");
	const store = createStore();
	const pauses = createEmitter<ChatbotPause>();
	const journeys = new Set<Journey>();
	let channel: Channel | undefined;
	let leaveChannel = () => {};
	/** `performance.now()` at which the standing pause became known. */
	let pausedAt = 0;

	function setPause(pause: ChatbotPause | null) {
		if (pause?.value === store.state.pause?.value) return;
		pausedAt = performance.now();
		store.set({ pause });
		if (pause) pauses.emit(pause);
	}

	function deliver(job: Job, { onSettled, isHopeless }: DeliverOptions = {}): Journey {
		const { send, look } = channel as Channel;
		const journey = send(job, {
			delay: settings.delay,
			owner: member,
			isHopeless,
			log: context.log,
			onSettled(outcome) {
				journeys.delete(journey);
				const { signal } = job;
				const pending = journeys.size;
				if (isFailure(outcome)) {
					const { code, cause, waitedFor } = outcome;
					const error = new SignalError(code, signal, cause, code === "TIMEOUT" ? waitedFor : undefined);
					onSettled?.(error);
					store.set({ pending, error });
				} else {
					onSettled?.(outcome);
					store.set({ pending, last: signal });
				}
			},
		});
		journeys.add(journey);
		store.set({ pending: journeys.size, error: null });
		look();
		return journey;
	}

	const member: Member = {
		settings,
		setReady: (ready) => ready !== store.state.ready && store.set({ ready }),
		see: createSessionPauses(setPause),
		hearDelivered(signal, writtenAt) {
			// A pause that became known since is newer than the start.
			if (signal === START && pausedAt < writtenAt) setPause(null);
		},
		adopt: (job) => void deliver(job),
		log: (step) => context.log?.(step),
	};

	const context: ChatbotContext = {
		settings,
		store,
		pauses,
		life,
		journeys,
		log: undefined,
		setPause,
		deliver,
		learn: (value) => channel?.learn(value),
		member,
		connect() {
			if (life.signal.aborted) return;
			const next = findChannel(settings.key);
			if (next !== channel) {
				leaveChannel();
				leaveChannel = next.join(member);
				channel = next;
			}
			channel.resume();
		},
		disconnect: () => leaveChannel(),
	};
	announcePauses(context);
	return context;
}
