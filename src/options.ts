/**
 * Everything has a default. A wrong value throws a `TypeError` or `RangeError` at once: "Expected …, got …".
 *
 * @example
 * const options: ChatbotOptions = { timeout: 20_000, watchInterval: 500 };
 * configure(options);
 */
export interface ChatbotOptions {
	/** Session-data key that Enum listens on: 1 to 50 of `A-Z a-z 0-9 _ -`. Default `"enum"`. */
	key?: string | undefined;
	/**
	 * ms between the dummy and the value; at least 600, as Crisp's client merges writes within 500 ms (observed: Crisp client
	 * 2.10–2.17). Default 1,000.
	 */
	delay?: number | undefined;
	/** ms from the call until a signal is given up; more than `delay`. Default 60,000. */
	timeout?: number | undefined;
	/**
	 * ms between two looks for Crisp until it has joined its session, in the first minute; at least 100. Default 1,000. After
	 * that it is looked at every 15 s.
	 */
	watchInterval?: number | undefined;
	/** Keep undelivered signals in sessionStorage over a page change. Default `true`. */
	persist?: boolean | undefined;
	/**
	 * Take a delivered signal out of Crisp's client again, which sends what it holds again whenever it reconnects, also over a
	 * human who has taken over meanwhile. Observed: Crisp client 2.10–2.17. Nothing is sent by it. `false` leaves it there;
	 * where chatbots of one key differ, it is taken out. Default `true`.
	 */
	release?: boolean | undefined;
	/** The `data-*` attribute of bound buttons, in lower case. Default `"data-crisp-signal"`. */
	attribute?: string | undefined;
	/** Log each step through `console.debug` and draw the journey in User Timing. Default `false`. */
	debug?: boolean | undefined;
}

/** {@link ChatbotOptions} with every value filled in and checked. */
export type Settings = { [Name in keyof ChatbotOptions]-?: NonNullable<ChatbotOptions[Name]> };

export const DEFAULTS: Settings = {
	key: "enum",
	delay: 1000,
	timeout: 60_000,
	watchInterval: 1000,
	persist: true,
	release: true,
	attribute: "data-crisp-signal",
	debug: false,
};

/** Own properties only: inherited ones may come from a polluted `Object.prototype`. */
export const ownOptions = <T extends object>(options: T | undefined): Partial<T> =>
	Object.assign(Object.create(null), options);

export function checkFunction(name: string, value: unknown): void {
	if (typeof value !== "function") throw new TypeError(`Expected ${name} to be a function, got ${String(value)}`);
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

/** @param isRightType whether it is only the value that is wrong */
function fail(name: string, expected: string, value: unknown, isRightType: boolean): never {
	throw new (isRightType ? RangeError : TypeError)(`Expected ${name} to be ${expected}, got ${String(value)}`);
}

/** @param min ms */
export function checkDuration(name: string, value: unknown, min = 1): void {
	const isNumber = typeof value === "number";
	// Timers overflow above 2^31 - 1 ms, and fire at once.
	if (!isNumber || !(value >= min && value < 2 ** 31)) fail(name, `${min} to 2147483647 ms`, value, isNumber);
}

function checkMatch(name: string, value: unknown, pattern: RegExp): void {
	const isString = typeof value === "string";
	if (!isString || !pattern.test(value)) fail(name, `like ${pattern}`, value, isString);
}

/**
 * @param base what holds for options that are left out.
 * @throws TypeError or RangeError
 */
export function resolveOptions(options?: ChatbotOptions, base: Settings = DEFAULTS): Settings {
	const settings: Record<string, unknown> = ownOptions(options);
	const unknown = Object.keys(settings).find((name) => !Object.hasOwn(DEFAULTS, name));
	if (unknown !== undefined) fail("options", `some of ${Object.keys(DEFAULTS).join(", ")}`, unknown, false);
	for (const [name, fallback] of Object.entries(base)) {
		settings[name] ??= fallback;
		const isBoolean = typeof settings[name] === "boolean";
		if (typeof fallback === "boolean" && !isBoolean) fail(name, "a boolean", settings[name], false);
	}
	checkMatch("key", settings.key, /^[\w-]{1,50}$/);
	checkMatch("attribute", settings.attribute, /^data-[a-z0-9-]+$/);
	checkDuration("delay", settings.delay, 600);
	checkDuration("timeout", settings.timeout);
	checkDuration("watchInterval", settings.watchInterval, 100);
	const { delay, timeout } = settings as Settings;
	if (timeout <= delay) fail("timeout", `more than the delay of ${delay} ms`, timeout, true);
	return settings as Settings;
}
