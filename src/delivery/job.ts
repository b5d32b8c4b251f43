import { onPage } from "./page.js";
import type { Signal } from "./signals.js";

/**
 * A signal on its way. Data only: copies of the library on one page, of whatever version, see each other's jobs in the
 * lane, and each takes care of its own. A job that somebody else has taken out of the lane was delivered by another page.
 */
export interface Job {
	id: string;
	signal: Signal;
	/** ms */
	timeout: number;
	/** `Date.now()` of its timeout, for the next page: on this one a timer keeps it, which nobody sets back. */
	expires: number;
	/** Whether it goes on, on the next page, when this one is left. */
	persist: boolean;
	/** It was in the outbox: another page may deliver it, or may want to know that this one did. */
	isShared?: boolean;
}

/** First in, first out. Only the first job writes, so that start, pause, start is delivered as start, pause, start. */
export const findLane = (key: string): Job[] => onPage(`lane:${key}`, () => []);

export function leaveLane(lane: Job[], job: Job): void {
	if (lane.includes(job)) lane.splice(lane.indexOf(job), 1);
}
