/** What Crisp's session data can hold. */
export type SessionValue = string | number | boolean;

const KEY = /^[A-Za-z0-9_-]{1,50}$/;

/** `"true"` and `"false"` become booleans, a numeric string a number. Observed: Crisp client 2.10–2.17. */
function coerce(value: SessionValue): SessionValue {
	if (value === "true" || value === "false") return value === "true";
	const isNumeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
	return isNumeric ? Number(value) : value;
}

function parsePair(pair: unknown, coercion: boolean): [string, SessionValue] {
	const [key, value]: unknown[] = Array.isArray(pair) ? pair : [];
	const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
	// Observed: Crisp client 2.10–2.17.
	if (typeof key !== "string" || !KEY.test(key) || !isValue) throw new Error("Invalid data");
	return [key, coercion ? coerce(value) : value];
}

/**
 * The argument of `["set", "session:data", …]`, in both shapes that Crisp accepts: `["enum", v]` and `[[["enum", v], …]]`.
 * One wrong pair throws all of them out.
 */
export function parseSessionData(data: unknown, coercion: boolean): Map<string, SessionValue> {
	const pairs: unknown[] = Array.isArray(data) && Array.isArray(data[0]) ? data[0] : [data];
	return new Map(pairs.map((pair) => parsePair(pair, coercion)));
}
