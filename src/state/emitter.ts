/** A listener that throws stops nobody. It may remove itself and others. */
export function callAll(listeners: Iterable<() => void>): void {
	for (const listener of listeners) {
		try {
			listener();
		} catch (error) {
			// Shown like any uncaught error.
			reportError(error);
		}
	}
}
