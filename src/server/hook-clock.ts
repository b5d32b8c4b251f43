/** ms for which a comparison counts at least; while hooks come, it counts for twice that at most. */
const PERIOD = 10 * 60 * 1000;

export type HookClock = ReturnType<typeof createHookClock>;

/**
 * How far this machine's clock and Crisp's are apart: the hook that took least time on its way shows it best. The first one
 * counts as having taken none; before it, the clocks count as equal.
 */
export function createHookClock() {
	let startedAt = 0;
	/** The smallest difference of this period, and of the one before. Older ones may have been wrong, and are forgotten. */
	let smallest: number | undefined;
	let earlier: number | undefined;

	return {
		/** @param at Crisp's timestamp of a hook that has just come. */
		compare(at: number): void {
			const now = Date.now();
			const difference = now - at;
			if (smallest !== undefined && now - startedAt < PERIOD) {
				smallest = Math.min(smallest, difference);
				return;
			}
			startedAt = now;
			earlier = smallest;
			smallest = difference;
		},
		/** ms since a hook's timestamp, whatever the difference of the clocks. */
		ageOf(at: number): number {
			const difference = smallest ?? 0;
			return Math.max(0, Date.now() - at - Math.min(difference, earlier ?? difference));
		},
	};
}
