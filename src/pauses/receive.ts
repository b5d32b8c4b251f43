import type { ChatbotContext } from "../context.js";
import { START } from "../signals.js";
import { parsePause } from "./pause.js";

export function receive({ life, setPause, learn }: ChatbotContext, value: unknown): boolean {
	if (life.signal.aborted) return false;
	const pause = parsePause(value, "received", false);
	if (pause) {
		setPause(pause);
		learn(pause.value);
	} else if (value === START) setPause(null);
	return pause !== null;
}
