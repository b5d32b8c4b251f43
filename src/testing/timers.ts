/** Timers that end together. */
export interface Timers {
	/** Returns its own undo. After `stop` it does nothing. */
	later(callback: () => void, ms: number): () => void;
	stop(): void;
}

export function createTimers(): Timers {
	const running = new Set<ReturnType<typeof setTimeout> | undefined>();
	let isStopped = false;
	return {
		later(callback, ms) {
			const run = () => {
				running.delete(timer);
				callback();
			};
			// Who still holds the object of a thrown-away client must not wake it up.
			const timer = isStopped ? undefined : setTimeout(run, ms);
			running.add(timer);
			return () => clearTimeout(timer);
		},
		stop() {
			isStopped = true;
			for (const timer of running) clearTimeout(timer);
			running.clear();
		},
	};
}
