const TYPES = ["uncaughtException", "unhandledRejection"] as const;

/** Collects the errors that nobody catches, until it is undone. Vitest would take them for faults of the test. */
export function collectUncaught(): { errors: unknown[]; undo(): void } {
	const errors: unknown[] = [];
	const collect = (error: unknown) => void errors.push(error);
	const others = TYPES.map((type) => [type, process.rawListeners(type)] as const);
	for (const type of TYPES) {
		process.removeAllListeners(type);
		process.on(type, collect);
	}
	return {
		errors,
		undo() {
			for (const [type, listeners] of others) {
				process.off(type, collect);
				for (const listener of listeners) process.on(type, listener as never);
			}
		},
	};
}
