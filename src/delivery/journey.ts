import { type CrispClient, findCrisp, lookAt, type Sight } from "../crisp.js";
import type { SignalErrorCode } from "../errors.js";
import { createDummy, type Signal } from "../signals.js";
import { findTimeLeft, type Job } from "./job.js";

/**
 * What a signal's promise resolves to: Crisp's client has taken the signal, and sends it to Enum.
 *
 * Where the line has died and Crisp's client has not noticed it yet, what it sends is lost. It notices within about a minute
 * (observed: Crisp client 2.10–2.17); the signal is delivered again then, on this page or on the next.
 *
 * @example
 * const { signal, confirmed, attempts, elapsed }: SignalReceipt = await pauseChatbot();
 */
export interface SignalReceipt {
	/** The signal that was delivered. */
	signal: Signal;
	/**
	 * Whether Crisp's client was seen to hold the value, here or on the page that delivered it. False only where Crisp cannot
	 * be read.
	 */
	confirmed: boolean;
	/** Rounds of dummy and value that it took, on this page. */
	attempts: number;
	/** ms since the call; since this page took over, for a signal that another page called. */
	elapsed: number;
}

/** Why a signal was not delivered. Data only: the error class of one copy of the library is not that of another one. */
export interface SignalFailure {
	code: SignalErrorCode;
	cause: unknown;
	/** What it waited for in the end. */
	waitedFor: string;
}

export type Outcome = SignalReceipt | SignalFailure;

export const isFailure = (outcome: Outcome): outcome is SignalFailure => "code" in outcome;

/** Called at each step of the journey, with the phase that ends there and its start, a `performance.now()`. */
export type Log = (step: string, phase?: string, startedAt?: number) => void;

export interface Journey {
	readonly job: Job;
	/** Goes on; to be called again and again until it is settled, while it is its turn. */
	step(sight: Sight): void;
	/** Notes what it waits for now, unless it is on its way already. */
	waitFor(what: string): void;
	/** Gives up, unless the value turns out to be delivered already. */
	stop(code: SignalErrorCode, cause?: unknown): void;
	/** Gives up if its time is over by the clock, as timers stand still while a machine sleeps, or if it is hopeless. */
	expire(): void;
	/** Makes sure that a value that is not delivered yet never will be. Settles one that is. */
	takeBack(): void;
	/** Another page has delivered it. */
	finish(): void;
}

interface JourneyOptions {
	key: string;
	/** ms between dummy and value */
	delay: number;
	/** Writes to Crisp; throws what Crisp throws. */
	write(client: CrispClient, value: string): void;
	/** Writes a dummy over what is on its way, and throws nothing. */
	overwrite(client: CrispClient): void;
	/** Called once, with the `performance.now()` at which the value was written, where it was, and the sight of it. */
	onSettled(outcome: Outcome, writtenAt: number, sight?: Sight): void;
	/** Whether nobody should wait any longer. Asked at each look. */
	isHopeless?: (() => boolean) | undefined;
	log?: Log | undefined;
}

/**
 * ms until a write that does not show up may be taken for lost. Crisp shows it within 500 ms; while its connection is down
 * it sets writes aside and never sends them. Observed: Crisp client 2.10–2.17.
 */
export const PATIENCE = 3000;

/**
 * The journey of one signal: write a dummy; hold until it is read back and one delay is over; write the value; read it back.
 * What is not read back starts over.
 *
 * Nothing is written before Crisp has joined its session: it would merge what is queued into one write, or keep it to its
 * local copy. That costs no time, since the hold cannot begin before either.
 */
export function createJourney(
	job: Job,
	{ key, delay, write, overwrite, onSettled, isHopeless, log }: JourneyOptions,
): Journey {
	const { signal } = job;
	const startedAt = performance.now();
	const timer = setTimeout(timeOut, findTimeLeft(job));
	let attempts = 0;

	let phase: "wait" | "dummy" | "hold" | "value" | "settled" = "wait";
	let phaseStartedAt = startedAt;
	/** Looks that found this phase too old. */
	let overdueLooks = 0;
	let session: string;
	let dummy: string;
	/** `performance.now()` at which the value may go out. */
	let valueDueAt = 0;
	/** `performance.now()` at which it went out, and the client that took it. */
	let writtenAt = startedAt;
	let taker: CrispClient | undefined;
	let waitsFor = "";

	function waitFor(what: string) {
		if (phase !== "wait" || what === waitsFor) return;
		waitsFor = what;
		log?.(`${signal}: waits for ${what}`);
	}

	function enter(next: Exclude<typeof phase, "settled">) {
		waitsFor = next === "value" ? "the value to be taken" : "the line";
		log?.(`${signal}: ${next}`, phase, phaseStartedAt);
		phase = next;
		phaseStartedAt = performance.now();
		overdueLooks = 0;
	}

	function settle(outcome: Outcome, sight?: Sight) {
		if (phase === "settled") return;
		log?.(`${signal}: ${isFailure(outcome) ? outcome.code : "sent"}`, phase, phaseStartedAt);
		phase = "settled";
		clearTimeout(timer);
		onSettled(outcome, writtenAt, sight);
	}

	function settleAsSent(confirmed: boolean, sight?: Sight) {
		settle({ signal, confirmed, attempts, elapsed: performance.now() - startedAt }, sight);
	}

	function tryToWrite(client: CrispClient, value: string) {
		try {
			write(client, value);
		} catch (cause) {
			stop("WRITE_FAILED", cause);
		}
	}

	function startOver(sight: Sight) {
		// A client that was replaced may hold the value unsent, and still send it.
		if (taker !== sight.client) takeBack();
		if (phase === "settled") return;
		attempts += 1;
		session = sight.session;
		dummy = createDummy();
		enter("dummy");
		tryToWrite(sight.client, dummy);
	}

	function writeValue({ client }: Sight) {
		taker = client;
		enter("value");
		writtenAt = phaseStartedAt;
		tryToWrite(client, signal);
	}

	function takeBack() {
		if (phase !== "value" || !taker) return;
		// The site may have put another `$crisp` in its place: what counts is the client that has the value.
		const sight = lookAt(taker, key);
		if (sight?.value === signal && sight.session === session) return settleAsSent(true, sight);
		enter("wait");
		// Until Crisp's 500 ms are over, the later write replaces the earlier one.
		overwrite(taker);
	}

	function stop(code: SignalErrorCode, cause?: unknown) {
		const waitedFor = waitsFor;
		takeBack();
		settle({ code, cause, waitedFor });
	}

	function timeOut() {
		stop(findCrisp() ? "TIMEOUT" : "CRISP_UNAVAILABLE");
	}

	/**
	 * Whether a write must be taken for lost. A look alone does not tell: in a tab whose timers are slowed down to one a minute,
	 * Crisp's own timer is as late as ours, and may come right after it.
	 */
	function isOverdue(): boolean {
		if (performance.now() - phaseStartedAt > PATIENCE) overdueLooks += 1;
		return overdueLooks > 1;
	}

	function step(sight: Sight) {
		if (phase === "wait" || sight.session !== session) return startOver(sight);
		if (!session) return stepUnseen(sight);
		if (phase === "value") stepValue(sight);
		else if (phase === "hold") stepHold(sight);
		else stepDummy(sight);
	}

	/** Where Crisp cannot be read, time alone has to do. */
	function stepUnseen(sight: Sight) {
		if (performance.now() - phaseStartedAt < delay) return;
		writeValue(sight);
		settleAsSent(false);
	}

	function stepDummy(sight: Sight) {
		if (sight.value === dummy) {
			const now = performance.now();
			const isLate = now - phaseStartedAt > delay;
			valueDueAt = isLate ? now + delay / 2 : phaseStartedAt + delay;
			enter("hold");
			stepHold(sight);
		} else if (isOverdue()) startOver(sight);
	}

	function stepHold(sight: Sight) {
		// Overwritten by somebody else.
		if (sight.value !== dummy) startOver(sight);
		else if (performance.now() >= valueDueAt) writeValue(sight);
	}

	function stepValue(sight: Sight) {
		if (sight.client !== taker) startOver(sight);
		else if (sight.value === signal) settleAsSent(true, sight);
		else if (sight.value !== dummy || isOverdue()) startOver(sight);
	}

	return {
		job,
		step,
		waitFor,
		stop,
		expire() {
			if (isHopeless?.() || job.expires <= Date.now()) timeOut();
		},
		takeBack,
		finish: () => settleAsSent(true),
	};
}
