import type { ChatbotContext } from "../context.js";
import { checkFunction, readAbortSignal, type UndoOptions } from "../options.js";
import { createUndo } from "./undo.js";

export function subscribe({ life, store }: ChatbotContext, listener: () => void, options?: UndoOptions): () => void {
	checkFunction("listener", listener);
	const abort = readAbortSignal(options);
	if (life.signal.aborted || abort?.aborted) return () => {};
	return createUndo(
		store.subscribe(() => listener()),
		life.signal,
		abort,
	);
}
