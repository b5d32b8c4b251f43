/**
 * A command that Enum understands, exactly as it goes into Crisp's session data.
 *
 * @example
 * const signal: Signal = "start_chatbot";
 */
export type Signal = "start_chatbot" | "pause_chatbot";

export const START = "start_chatbot";
export const PAUSE = "pause_chatbot";

export const isSignal = (value: unknown): value is Signal => value === START || value === PAUSE;

/** Crisp swallows a value equal to the one before it; a random number in between makes it new again. */
export const createDummy = (): string => `${Math.random()}`;

/**
 * Whether a value that was read back is a dummy: ours, another copy's, another tab's. Crisp turns it into a number.
 * Observed: Crisp client 2.10–2.17. A client that keeps the string is fine too.
 */
export const isDummy = (value: unknown): boolean => (value as number) > 0;
