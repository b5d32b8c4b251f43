import type { ChatbotContext } from "../context.js";
import { SignalError } from "../errors.js";
import { checkDuration, ownOptions, readAbortSignal } from "../options.js";
import { createDummy, type Signal } from "../signals.js";
import type { Journey, SignalReceipt } from "./journey.js";

/**
 * Options of one signal.
 *
 * @example
 * const dialog = new AbortController();
 * startChatbot({ timeout: 10_000, signal: dialog.signal });
 * dialog.abort(); // Enum is not told.
 */
export interface SignalOptions {
	/** ms from this call until it is given up, waiting for its turn included. Default: the chatbot's `timeout`. */
	timeout?: number | undefined;
	/** Takes the signal back, unless it is delivered by then. */
	signal?: AbortSignal | undefined;
}

/** @param isHopeless whether nobody should wait any longer. */
export function send(
	{ settings, life, deliver }: ChatbotContext,
	signal: Signal,
	options?: SignalOptions,
	isHopeless?: () => boolean,
): Promise<SignalReceipt> {
	const { timeout = settings.timeout } = ownOptions(options);
	checkDuration("timeout", timeout);
	const abort = readAbortSignal(options);
	const promise = new Promise<SignalReceipt>((resolve, reject) => {
		const code = life.signal.reason ?? (abort?.aborted && "ABORTED");
		if (code) throw new SignalError(code, signal, abort?.reason);
		let journey: Journey | undefined;
		const onAbort = () => journey?.stop("ABORTED", abort?.reason);
		abort?.addEventListener("abort", onAbort);
		const { persist } = settings;
		const job = { id: createDummy(), signal, timeout, expires: Date.now() + timeout, persist };
		const onSettled = (outcome: SignalReceipt | SignalError) => {
			abort?.removeEventListener("abort", onAbort);
			if (outcome instanceof SignalError) reject(outcome);
			else resolve(outcome);
		};
		journey = deliver(job, { onSettled, isHopeless });
		// By a listener that was told of the new state.
		if (abort?.aborted) onAbort();
	});
	// Who awaits it still gets the error; who does not gets no unhandledrejection.
	promise.catch(() => {});
	return promise;
}
