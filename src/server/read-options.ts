type Check = (text: string) => boolean;

/** @param isRightType whether it is only the value that is wrong */
export function fail(name: string, expected: string, value: unknown, isRightType: boolean): never {
	throw new (isRightType ? RangeError : TypeError)(`Expected ${name} to be ${expected}, got ${describe(value)}`);
}

/** Shows no secret: of these only an empty one is wrong, or what is no text. */
function describe(value: unknown): string {
	if (typeof value === "string") return JSON.stringify(value);
	if (Array.isArray(value)) return "a list";
	return value && typeof value === "object" ? "an object" : String(value);
}

export function readText(name: string, value: unknown, expected: string, isRight: Check): string {
	if (typeof value !== "string") return fail(name, expected, value, false);
	return isRight(value) ? value : fail(name, expected, value, true);
}

/** One text, or a list of them, or nothing. */
export function readTexts(name: string, value: unknown, expected: string, isRight: Check): string[] {
	if (value === undefined) return [];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.map((item) => readText(name, item, `${expected}, or a list of such`, isRight));
}

export function readNumber(name: string, value: unknown, min: number): number {
	// Timers overflow above 2^31 - 1 ms, and fire at once.
	const isRight = Number.isInteger(value) && (value as number) >= min && (value as number) < 2 ** 31;
	if (!isRight) fail(name, `a whole number of at least ${min}`, value, typeof value === "number");
	return value as number;
}

export function readFunction<T>(name: string, value: T): T {
	if (typeof value !== "function") fail(name, "a function", value, false);
	return value;
}
