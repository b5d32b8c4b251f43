import { findCrisp, look, write } from "./crisp.js";
import { SignalError, type SignalErrorCode } from "./errors.js";
import { findLane, type Job, leaveLane } from "./lane.js";
import { createDummy, type Signal } from "./signals.js";

/**
 * What a signal's promise resolves to: Enum was told.
 *
 * @example
 * const { signal, confirmed, attempts, elapsed }: SignalReceipt = await pauseChatbot();
 */
export interface SignalReceipt {
	/** The signal that was delivered. */
	signal: Signal;
	/** Whether the value was read back, here or by the page that delivered it. False only where Crisp cannot be read. */
	confirmed: boolean;
	/** Rounds of dummy and value that it took, on this page. */
	attempts: number;
	/** ms since the call; since this page took over, for a signal that another page called. */
	elapsed: number;
}

export interface Delivery {
	/** Goes on; to be called again and again until it is settled. */
	step(): void;
	/** Gives up, unless the value turns out to be delivered already. */
	stop(code: SignalErrorCode, cause?: unknown): void;
	/** Gives up if its time is over by the clock, as it may be after a while in the back/forward cache. */
	expire(): void;
	/** Makes sure that a value that is not delivered yet never will be. Settles one that is. */
	takeBack(): void;
}

/** Called at each step of the journey, with the phase that ends there and its start, a `performance.now()`. */
export type Log = (step: string, phase?: string, start?: number) => void;

/**
 * ms until a write that does not show up is taken for lost. Crisp shows it within 500 ms; while its connection is down
 * it parks writes and never sends them. Observed: Crisp client 2.10–2.17.
 */
export const PATIENCE = 3000;

/**
 * The journey of one signal: push a dummy; hold until it is read back and one delay is over; push the value; read it back.
 * What is not read back starts over.
 *
 * Nothing is pushed before Crisp has joined its session: it would merge what is queued into one write, or keep it to its
 * local copy. That costs no time, since the hold cannot begin before either.
 *
 * @param left ms until its timeout
 * @param delay ms
 * @param onSettled is called once.
 */
export function createDelivery(
	job: Job,
	left: number,
	key: string,
	delay: number,
	onSettled: (outcome: SignalReceipt | SignalError) => void,
	log?: Log,
): Delivery {
	const { signal } = job;
	const lane = findLane(key);
	const startedAt = performance.now();
	const timer = setTimeout(timeOut, left);
	let attempts = 0;

	let phase: "wait" | "dummy" | "hold" | "value" | "settled" = "wait";
	let phaseAt = startedAt;
	let session: string;
	let dummy: string;
	/** `performance.now()` at which the value may go out. */
	let due: number;

	function enter(next: typeof phase) {
		log?.(`${signal}: ${next}`, phase, phaseAt);
		phase = next;
		phaseAt = performance.now();
	}

	function settle(outcome: SignalReceipt | SignalError) {
		if (phase === "settled") return;
		enter("settled");
		clearTimeout(timer);
		leaveLane(lane, job);
		onSettled(outcome);
	}

	const settleSent = (confirmed: boolean) =>
		settle({ signal, confirmed, attempts, elapsed: performance.now() - startedAt });

	function push(value: string, next: typeof phase) {
		try {
			write(key, value);
			enter(next);
		} catch (cause) {
			settle(new SignalError("WRITE_FAILED", signal, cause));
		}
	}

	function clear() {
		attempts++;
		dummy = createDummy();
		push(dummy, "dummy");
	}

	function takeBack() {
		if (phase !== "value") return;
		const sight = look(key);
		if (sight?.value === signal && sight.session === session) settleSent(true);
		// Until Crisp's 500 ms are over, the later write replaces the earlier one.
		else push(createDummy(), "wait");
	}

	function stop(code: SignalErrorCode, cause?: unknown) {
		takeBack();
		settle(new SignalError(code, signal, cause));
	}

	function timeOut() {
		stop(findCrisp() ? "TIMEOUT" : "CRISP_UNAVAILABLE");
	}

	function expire() {
		if (lane.includes(job) && job.expires <= Date.now()) timeOut();
	}

	function step() {
		if (!lane.includes(job)) return settleSent(true);
		const sight = lane[0] === job && look(key);
		if (!sight) return;

		const value = String(sight.value);
		const now = performance.now();
		const age = now - phaseAt;
		if (phase === "wait" || sight.session !== session) {
			session = sight.session;
			clear();
		} else if (phase === "value") {
			if (value === signal) settleSent(true);
			else if (value !== dummy || age > PATIENCE) clear();
		} else if (!session) {
			if (age < delay) return;
			push(signal, "value");
			settleSent(false);
		} else if (value === dummy) {
			if (phase === "dummy") {
				due = age > delay ? now + delay / 2 : phaseAt + delay;
				enter("hold");
			}
			if (now >= due) push(signal, "value");
		} else if (phase === "hold" || age > PATIENCE) {
			// Overwritten by somebody else, or not taken.
			clear();
		}
	}

	return { step, stop, expire, takeBack };
}
