/**
 * A command that Enum understands, exactly as it stands in Crisp's session data.
 *
 * @example
 * const signal: Signal = "start_chatbot";
 */
export type Signal = "start_chatbot" | "pause_chatbot";

export const START = "start_chatbot";
export const PAUSE = "pause_chatbot";

export const isSignal = (value: unknown): value is Signal => value === START || value === PAUSE;

/** What Enum writes when it has paused itself: this, and the reason. */
const PAUSED = "chatbot_paused:";

/** The reason of a pause; undefined for any other value. */
export function readPauseReason(value: unknown): string | undefined {
	if (typeof value !== "string" || !value.startsWith(PAUSED)) return undefined;
	return value.slice(PAUSED.length) || "unknown";
}

export const isPause = (value: unknown): value is string => readPauseReason(value) !== undefined;

/** Crisp swallows a value equal to the one before it; a random number in between makes it new again. */
export const createDummy = (): string => `${Math.random()}`;
