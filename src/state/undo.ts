import { readAbortSignal, type UndoOptions } from "../options.js";

/**
 * Starts something that lasts until it is undone: by the caller, by `destroy`, or by the option `signal`. Does not start what
 * is over already. It leaves no listener behind on any signal.
 *
 * @param life of the chatbot it belongs to.
 * @param start returns how it is undone, which may be called any number of times.
 * @throws TypeError where `signal` is no `AbortSignal`.
 */
export function startUndoable(
	life: AbortSignal,
	options: UndoOptions | undefined,
	start: () => () => void,
): () => void {
	const signals = [life, readAbortSignal(options)];
	if (signals.some((signal) => signal?.aborted)) return () => {};
	const stop = start();
	function undo() {
		for (const signal of signals) signal?.removeEventListener("abort", undo);
		stop();
	}
	for (const signal of signals) signal?.addEventListener("abort", undo);
	return undo;
}
