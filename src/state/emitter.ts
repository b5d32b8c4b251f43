export interface Emitter<T> {
	/** Returns its undo, which may be called any number of times. */
	add(listener: (value: T) => void): () => void;
	/** Calls all listeners. */
	emit(value: T): void;
	/** Calls one listener, unless it has been removed. */
	tell(listener: (value: T) => void, value: T): void;
	/** Whether a listener is being called right now. */
	readonly isEmitting: boolean;
	/** Removes all listeners. */
	clear(): void;
}

/**
 * Tells each listener each value once, in the order of the `emit`s: what is emitted by a listener waits until all have been
 * told what came before. A listener that is added meanwhile hears of the next value, one that is removed of none.
 */
export function createEmitter<T>(): Emitter<T> {
	let entries: { listener: (value: T) => void }[] = [];
	/** What is still to be told, and to whom. */
	const waiting: { value: T; to: typeof entries }[] = [];
	let isEmitting = false;

	function tellAll({ value, to }: { value: T; to: typeof entries }) {
		for (const entry of to) {
			if (!entries.includes(entry)) continue;
			try {
				entry.listener(value);
			} catch (error) {
				// Shown like any uncaught error; it stops nobody.
				reportError(error);
			}
		}
	}

	function enqueue(value: T, to: typeof entries) {
		waiting.push({ value, to });
		if (isEmitting) return;
		isEmitting = true;
		for (let next = waiting.shift(); next; next = waiting.shift()) tellAll(next);
		isEmitting = false;
	}

	return {
		add(listener) {
			const entry = { listener };
			// A new array: one that is being walked through stays as it is.
			entries = [...entries, entry];
			return () => {
				entries = entries.filter((other) => other !== entry);
			};
		},
		emit: (value) => enqueue(value, entries),
		tell(listener, value) {
			enqueue(
				value,
				entries.filter((entry) => entry.listener === listener),
			);
		},
		get isEmitting() {
			return isEmitting;
		},
		clear() {
			entries = [];
		},
	};
}
