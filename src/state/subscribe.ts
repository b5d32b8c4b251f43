import type { ChatbotContext } from "../context.js";
import { checkFunction, type UndoOptions } from "../options.js";
import { startUndoable } from "./undo.js";

export function subscribe({ life, store }: ChatbotContext, listener: () => void, options?: UndoOptions): () => void {
	checkFunction("listener", listener);
	return startUndoable(life.signal, options, () => store.subscribe(() => listener()));
}
