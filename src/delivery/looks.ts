export interface Looks {
	/** Looks at once. From inside of a look, as soon as that one is done. */
	now(): void;
}

/** ms between two looks where nothing is to be seen soon. */
export const IDLE_INTERVAL = 15_000;

/** ms for which Crisp is looked for at shorter intervals. */
export const LOADING_TIME = 60_000;

/** ms after a look that has thrown. */
const RETRY_INTERVAL = 1000;

/**
 * Crisp has no event for session data, so it is looked at again and again.
 *
 * @param look returns the time until the next one, in ms.
 */
export function createLooks(look: () => number): Looks {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isLooking = false;
	let isWanted = false;

	function now() {
		isWanted = true;
		if (isLooking) return;
		isLooking = true;
		let interval = RETRY_INTERVAL;
		try {
			while (isWanted) {
				isWanted = false;
				interval = look();
			}
		} finally {
			// One look that goes wrong must not be the last one.
			isLooking = false;
			clearTimeout(timer);
			if (interval < Number.POSITIVE_INFINITY) timer = setTimeout(now, interval);
		}
	}

	return { now };
}
