import type { ChatbotContext } from "../context.js";
import { checkFunction, type UndoOptions } from "../options.js";
import { startUndoable } from "../state/undo.js";
import type { ChatbotPause } from "./pause.js";

/**
 * What {@link onPaused} calls. What it throws is reported as an uncaught error, and keeps nobody else from being called.
 *
 * @example
 * const listener: PauseListener = ({ reason }) => console.log(reason);
 * onPaused(listener);
 */
export type PauseListener = (pause: ChatbotPause) => void;

export function onPaused(
	{ life, pauses, store }: ChatbotContext,
	listener: PauseListener,
	options?: UndoOptions,
): () => void {
	checkFunction("listener", listener);
	return startUndoable(life.signal, options, () => {
		const { pause } = store.state;
		// A listener that is added while a pause is being told is not told that one: whoever added it knows of it.
		const isLate = pause !== null && !pauses.isEmitting;
		// Of its own, so that one function that is added twice is called twice.
		const tell: PauseListener = (pause) => listener(pause);
		// Not before the caller has got its undo.
		if (isLate) queueMicrotask(() => store.state.pause === pause && pauses.tell(tell, { ...pause, replayed: true }));
		return pauses.add(tell);
	});
}
