import { findLane, type Job, leaveLane } from "./lane.js";
import { isSignal } from "./signals.js";

/** The number is the format's version: one version never reads what another one wrote. */
const storageName = (key: string) => `crisp-signals:1:${key}`;

/**
 * Ids of signals that went from page to page and were delivered. In localStorage, because Firefox shows a page that comes
 * back from the back/forward cache its old sessionStorage. Observed: Firefox 153.
 */
function readDelivered(key: string): string[] {
	try {
		return localStorage.getItem(storageName(key))?.split(" ") ?? [];
	} catch {
		return [];
	}
}

export function markDelivered(key: string, id: string): void {
	try {
		// The last ten are enough for a tab and its neighbours.
		localStorage.setItem(storageName(key), [...readDelivered(key).slice(-9), id].join(" "));
	} catch {
		// Denied or full: a page that comes back from the cache may tell it again.
	}
}

/**
 * Hands the lane over to the next page in this tab. Not written before the page is left: a tab that is duplicated gets a
 * copy of sessionStorage, and would deliver the signals on their way a second time.
 *
 * @param isParkingDue A delivered signal is still to be parked: the next page has to look, though there may be no jobs.
 */
export function saveOutbox(key: string, isParkingDue: boolean): void {
	const jobs = findLane(key).filter((job) => job.persist);
	if (!jobs.length && !isParkingDue) return;
	for (const job of jobs) job.isShared = true;
	try {
		sessionStorage.setItem(storageName(key), JSON.stringify(jobs));
	} catch {
		// No storage, or it is full: what is not delivered when the page is left is lost.
	}
}

/**
 * Empties the outbox, and takes out of the lane what another page has delivered, if this page was left and is back.
 *
 * @returns the signals that are new to the lane, in order; nothing where there was no outbox.
 * @throws what the storage throws, or JSON that no outbox has written.
 */
export function takeOutbox(key: string): Job[] | undefined {
	const lane = findLane(key);
	const delivered = readDelivered(key);
	for (const job of [...lane]) if (delivered.includes(job.id)) leaveLane(lane, job);

	const text = sessionStorage.getItem(storageName(key));
	if (text === null) return undefined;
	sessionStorage.removeItem(storageName(key));
	const known = [...delivered, ...lane.map(({ id }) => id)];
	return (JSON.parse(text) as Job[]).filter(({ id, signal }) => isSignal(signal) && !known.includes(id));
}
