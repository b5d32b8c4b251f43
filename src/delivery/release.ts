import { write } from "./crisp.js";
import { PATIENCE } from "./delivery.js";
import { findLane } from "./lane.js";
import type { Settings } from "./options.js";
import { createDummy, isSignal } from "./signals.js";

/**
 * Whenever Crisp's client reconnects, it sends what it holds again (Observed: Crisp client 2.10–2.17). A signal that it
 * still holds would be told over a human who has taken over meanwhile, so it is overwritten by a dummy, one delay after it
 * was first seen. That goes for a signal that an earlier page left behind, too.
 *
 * @returns a function to be called with what Crisp holds, now and again, for as long as it returns true. `isLast` says
 * that there will be no other call.
 */
export function createParking(settings: Settings): (value: unknown, isLast: boolean) => boolean {
	/** `performance.now()`; 0 while there is nothing to park. */
	let parkAt = 0;
	return (value, isLast) => {
		const { key, delay, park } = settings;
		const now = performance.now();
		if (!park || !isSignal(value)) parkAt = 0;
		else if (!parkAt) parkAt = now + delay;
		else if (isLast || (now >= parkAt && !findLane(key).length)) {
			parkAt = now + PATIENCE;
			try {
				write(key, createDummy());
			} catch {
				// Nobody has called it, so there is nobody to tell.
			}
		}
		return parkAt > 0;
	};
}
