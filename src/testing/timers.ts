/** Timers that end together. */
export interface Timers {
	/** Returns its own undo. After `stop` it does nothing. */
	later(callback: () => void, ms: number): () => void;
	stop(): void;
}

export function createTimers(): Timers {
	const running = new Set<ReturnType<typeof setTimeout>>();
	let isStopped = false;
	return {
		later(callback, ms) {
			// Who still holds the object of a thrown-away client must not wake it up.
			if (isStopped) return () => {};
			const timer = setTimeout(() => {
				running.delete(timer);
				callback();
			}, ms);
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
