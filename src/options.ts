/** Everything has a default. A wrong value throws a `TypeError` or `RangeError` at once: "Expected …, got …". */
export interface ChatbotOptions {
	/** Session-data key that Enum listens on: 1 to 50 of `A-Z a-z 0-9 _ -`. Default `"enum"`. */
	key?: string | undefined;
	/** ms between the dummy and the value; at least 600, as Crisp's client merges writes within 500 ms. Default 1,000. */
	delay?: number | undefined;
	/** ms from the call until a signal is given up. Default 60,000. */
	timeout?: number | undefined;
	/** ms between two looks for a pause, while somebody listens and the page is visible; at least 100. Default 1,000. */
	watchInterval?: number | undefined;
	/** Keep undelivered signals in sessionStorage over a page change. Default `true`. */
	persist?: boolean | undefined;
	/**
	 * Overwrite a delivered signal by a dummy after a while, because Crisp's client sends what it holds again whenever it
	 * reconnects, also over a human who has taken over meanwhile. Default `true`.
	 */
	park?: boolean | undefined;
	/** The `data-*` attribute of bound buttons. Default `"data-crisp-signal"`. */
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
	park: true,
	attribute: "data-crisp-signal",
	debug: false,
};

/** Timers overflow above this, and fire at once. */
const MAX_MS = 2 ** 31 - 1;

/** A string's pattern, a number's minimum. */
const RULES: { [name: string]: RegExp | number } = {
	key: /^[\w-]{1,50}$/,
	delay: 600,
	timeout: 1,
	watchInterval: 100,
	attribute: /^data-[a-z0-9-]+$/,
};

/** @throws TypeError */
export function checkFunction(name: string, value: unknown): void {
	if (typeof value !== "function") throw new TypeError(`Expected ${name} to be a function, got ${String(value)}`);
}

/** @throws TypeError or RangeError */
export function checkOption(name: keyof Settings, value: unknown): void {
	const type = typeof DEFAULTS[name];
	const rule = RULES[name];
	let expected = `a ${type}`;
	if (typeof value === type) {
		if (!rule) return;
		if (rule instanceof RegExp) {
			if (rule.test(value as string)) return;
			expected = `like ${rule}`;
		} else {
			if (rule <= (value as number) && (value as number) <= MAX_MS) return;
			expected = `${rule} to ${MAX_MS} ms`;
		}
	}
	const ErrorType = typeof value === type ? RangeError : TypeError;
	throw new ErrorType(`Expected ${name} to be ${expected}, got ${String(value)}`);
}

/** @throws TypeError or RangeError */
export function resolveOptions(options?: ChatbotOptions): Settings {
	// Own properties only: inherited ones may come from a polluted Object.prototype.
	const settings: Record<string, unknown> = { ...options };
	for (const name of Object.keys(DEFAULTS) as (keyof Settings)[]) {
		settings[name] ??= DEFAULTS[name];
		checkOption(name, settings[name]);
	}
	return settings as Settings;
}
