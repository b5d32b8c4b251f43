import { findLane, type Job, leaveLane } from "./lane.js";
import { isSignal } from "./signals.js";

/** The number is the format's version: one version never reads what another one wrote. */
const storageName = (key: string) => `crisp-signals:1:${key}`;

/**
 * Says which signals a page has taken last. In localStorage, because Firefox shows a page that comes back from the
 * back/forward cache its old sessionStorage. Observed: Firefox 153.
 */
function markTaken(key: string, jobs: Job[]): void {
	try {
		localStorage.setItem(storageName(key), jobs.map(({ id }) => id).join());
	} catch {
		// Full. Only Firefox misses it.
	}
}

/**
 * Hands the lane over to the next page in this tab. Not written before the page is left: a tab that is duplicated gets a
 * copy of sessionStorage, and would deliver the signals on their way a second time.
 */
export function saveOutbox(key: string): void {
	const jobs = findLane(key).filter((job) => job.persist);
	if (!jobs.length) return;
	try {
		sessionStorage.setItem(storageName(key), JSON.stringify(jobs));
		for (const job of jobs) job.isLeft = true;
		markTaken(key, []);
	} catch {
		// No storage, or it is full: what is not delivered when the page is left is lost.
	}
}

/**
 * Empties the outbox, and takes out of the lane what the next page has taken, if this page was left and is back.
 *
 * @returns the signals that are new to the lane, in order.
 * @throws what the storage throws, or JSON that no outbox has written.
 */
export function takeOutbox(key: string): Job[] {
	const taken = localStorage.getItem(storageName(key)) ?? "";
	const text = sessionStorage.getItem(storageName(key)) ?? "[]";
	sessionStorage.removeItem(storageName(key));
	const entries = (JSON.parse(text) as Job[]).filter(({ id, signal }) => isSignal(signal) && !taken.includes(id));

	const lane = findLane(key);
	const has = (jobs: Job[], { id }: Job) => jobs.some((job) => job.id === id);
	for (const job of [...lane]) {
		if (job.isLeft && !has(entries, job)) leaveLane(lane, job);
		job.isLeft = false;
	}
	const added = entries.filter((entry) => !has(lane, entry));
	if (added.length) markTaken(key, added);
	return added;
}
