import type { ChatbotContext } from "./context.js";
import { checkFunction, readAbortSignal } from "./options.js";
import { type ChatbotPause, type PauseListener, parsePause } from "./pauses.js";
import { isDummy } from "./signals.js";

/** Tells each change of a part of the state once. */
function observe<T>(
	{ life, listeners, tick }: ChatbotContext,
	select: () => T,
	known: T,
	tell: (value: T) => void,
	signal?: AbortSignal,
): () => void {
	if (life.signal.aborted || signal?.aborted) return () => {};
	const listener = () => {
		const value = select();
		if (value === known) return;
		known = value;
		tell(value);
	};
	const undo = () => {
		listeners.delete(listener);
		signal?.removeEventListener("abort", undo);
		tick();
	};
	signal?.addEventListener("abort", undo);
	listeners.add(listener);
	// Not before the caller has got its undo.
	queueMicrotask(tick);
	return undo;
}

export function onPaused(
	context: ChatbotContext,
	listener: PauseListener,
	options?: { signal?: AbortSignal | undefined },
): () => void {
	checkFunction("listener", listener);
	const signal = readAbortSignal(options);
	const late = context.state.pause;
	const tell = (pause: ChatbotPause | null) => {
		if (pause) listener(pause === late ? { ...pause, replayed: true } : pause);
	};
	return observe(context, () => context.state.pause, null, tell, signal);
}

export function subscribe(context: ChatbotContext, listener: () => void): () => void {
	checkFunction("listener", listener);
	return observe(
		context,
		() => context.state,
		context.state,
		() => listener(),
	);
}

export function receive({ life, setPause }: ChatbotContext, value: unknown): boolean {
	if (life.signal.aborted || typeof value !== "string" || isDummy(value)) return false;
	const pause = parsePause(value, "received", false);
	// Any other value has taken the place of the pause that stood.
	setPause(pause);
	return !!pause;
}
