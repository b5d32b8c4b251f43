/**
 * Options of the page's chatbot. A wrong value throws a `TypeError` at once: "Expected …, got …".
 *
 * @example
 * const options: ChatbotOptions = { timeout: 20_000, debug: true };
 * configure(options);
 */
export interface ChatbotOptions {
	/**
	 * ms between the dummy and the value; at least 600, as Crisp's client merges writes within 500 ms (observed: Crisp client
	 * 2.10–2.17). Default 1,000.
	 */
	delay?: number | undefined;
	/** ms from the call until a signal is given up. Default 60,000. */
	timeout?: number | undefined;
	/** Keep undelivered signals in localStorage over a page change. `false` stores nothing. Default `true`. */
	persist?: boolean | undefined;
	/** Log each step by `console.debug`. Default `false`. */
	debug?: boolean | undefined;
	/** Key of Crisp's session data: 1 to 50 of `A-Z a-z 0-9 _ -`. To be set before the first signal. Default `"enum"`. */
	key?: string | undefined;
}

/** {@link ChatbotOptions} with every value filled in and checked. */
export type Settings = { [Name in keyof ChatbotOptions]-?: NonNullable<ChatbotOptions[Name]> };

export const DEFAULTS: Settings = { delay: 1000, timeout: 60_000, persist: true, debug: false, key: "enum" };

/** Own properties only: inherited ones may come from a polluted `Object.prototype`. */
export const ownOptions = <T extends object>(options: T | undefined): Partial<T> =>
	Object.assign(Object.create(null), options);

/** @throws TypeError */
export function check(isValid: boolean, name: string, expected: string, value: unknown): void {
	if (!isValid) throw new TypeError(`Expected ${name} to be ${expected}, got ${String(value)}`);
}

export const checkFunction = (name: string, value: unknown): void =>
	check(typeof value === "function", name, "a function", value);

/** Timers overflow above 2^31 - 1 ms, and fire at once. */
export const checkDuration = (name: string, value: unknown, min = 1): void =>
	check(Number(value) === value && value >= min && value < 2 ** 31, name, `${min} to 2147483647 ms`, value);

export const checkKey = (value: unknown): void =>
	check(typeof value === "string" && /^[\w-]{1,50}$/.test(value), "key", "1 to 50 of A-Z a-z 0-9 _ -", value);

const checkBoolean = (name: string, value: unknown): void => check(value === !!value, name, "a boolean", value);

/**
 * @param base what holds for options that are left out.
 * @throws TypeError
 */
export function mergeOptions(options: ChatbotOptions | undefined, base: Settings): Settings {
	const own = Object.entries(ownOptions(options)).filter(([, value]) => value !== undefined);
	const settings: Settings = { ...base, ...Object.fromEntries(own) };
	const { delay, timeout, persist, debug, key } = settings;
	checkDuration("delay", delay, 600);
	checkDuration("timeout", timeout);
	checkBoolean("persist", persist);
	checkBoolean("debug", debug);
	checkKey(key);
	return settings;
}

/**
 * Options of what returns an undo.
 *
 * @example
 * const view = new AbortController();
 * const options: UndoOptions = { signal: view.signal };
 * subscribe(() => console.log(getState()), options);
 */
export interface UndoOptions {
	/** Undoes it when it aborts. */
	signal?: AbortSignal | undefined;
}

/** The option `signal`, where there is one. */
export function readAbortSignal(options: UndoOptions | undefined): AbortSignal | undefined {
	const { signal } = ownOptions(options);
	if (signal) checkFunction("signal.addEventListener", signal.addEventListener);
	return signal;
}
