/** Session data as the client holds it. */
export type SessionData = Record<string, unknown>;

/** Of two entries with the same key the later one wins. */
export function createSessionData(entries: readonly (readonly [string, unknown])[]): SessionData {
	// Without a prototype, `__proto__` and `constructor` are keys like any other: Crisp allows them.
	const data: SessionData = Object.create(null);
	for (const [key, value] of entries) data[key] = value;
	return data;
}
