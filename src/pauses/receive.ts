import type { ChatbotContext } from "../context.js";
import { START } from "../signals.js";
import { parsePause } from "./pause.js";

export function receive({ life, setPause, learnPause }: ChatbotContext, value: unknown): boolean {
	if (life.signal.aborted) return false;
	const pause = parsePause(value, "received", false);
	if (pause) {
		setPause(pause);
		learnPause(pause.value);
	} else if (value === START) setPause(null);
	return pause !== null;
}
