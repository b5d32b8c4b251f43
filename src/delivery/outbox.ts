import { isSignal } from "../signals.js";
import type { Job } from "./job.js";
import type { Unproven } from "./proof.js";

/** What one page hands over to the next one in its tab. */
export interface Outbox {
	/** Not delivered yet, in order. */
	jobs: Job[];
	/** The last delivered signal, where nobody knows yet whether it has arrived. */
	unproven?: Unproven | undefined;
}

/** The number is the format's version: one version never reads what another one wrote. */
const nameOf = (key: string) => `crisp-signals:1:${key}`;
/** A key has no colon, so this is no other key's name. */
const unprovenNameOf = (key: string) => `${nameOf(key)}:unproven`;

/** ms for which a delivered signal waits for the next page. */
const HANDOVER_TIME = 120_000;

/** The last ones are enough for a tab and its neighbours. */
const MAX_SETTLED = 10;

/**
 * Ids of what went from page to page and is settled. In localStorage, because Firefox shows a page that comes back from the
 * back/forward cache its old sessionStorage. Observed: Firefox 153.
 */
export function readSettled(key: string): string[] {
	try {
		return localStorage.getItem(nameOf(key))?.split(" ") ?? [];
	} catch {
		return [];
	}
}

export function markSettled(key: string, id: string): void {
	try {
		localStorage.setItem(nameOf(key), [...readSettled(key), id].slice(-MAX_SETTLED).join(" "));
	} catch {
		// Denied or full: a page that comes back from the cache may tell it again.
	}
}

/** Jobs that another frame of this tab has left, and no page with Crisp has taken. */
function readOtherJobs(key: string, ids: string[]): Job[] {
	try {
		const jobs: Job[] = JSON.parse(sessionStorage.getItem(nameOf(key)) ?? "[]");
		return jobs.filter(({ id }) => !ids.includes(id));
	} catch {
		return [];
	}
}

/**
 * Hands over to the next page with Crisp in this tab. Not written before the page is left: a tab that is duplicated gets a
 * copy of sessionStorage, and would deliver the signals on their way a second time.
 */
export function saveOutbox(key: string, { jobs, unproven }: Outbox): void {
	const kept = jobs.filter(({ persist }) => persist);
	for (const job of kept) job.isShared = true;
	const ids = kept.map(({ id }) => id);
	try {
		if (kept.length) {
			sessionStorage.setItem(nameOf(key), JSON.stringify([...readOtherJobs(key, ids), ...kept]));
		}
		if (unproven?.persist) {
			unproven.isShared = true;
			const expires = Math.min(unproven.expires, Date.now() + HANDOVER_TIME);
			sessionStorage.setItem(unprovenNameOf(key), JSON.stringify({ ...unproven, expires }));
		}
	} catch {
		// No storage, or it is full: what is not delivered when the page is left is lost.
	}
}

function take(name: string): unknown {
	const text = sessionStorage.getItem(name);
	if (text === null) return undefined;
	sessionStorage.removeItem(name);
	return JSON.parse(text);
}

function isUnproven(value: unknown): value is Unproven {
	const { signal, before, repeats, expires } = (value ?? {}) as Partial<Unproven>;
	const isInTime = typeof expires === "number" && expires <= Date.now() + HANDOVER_TIME;
	return isSignal(signal) && Array.isArray(before) && typeof repeats === "number" && isInTime;
}

/**
 * Empties the outbox.
 *
 * @returns undefined where there was none.
 * @throws what the storage throws, and an error for what no outbox has written.
 */
export function takeOutbox(key: string): Outbox | undefined {
	const unproven = take(unprovenNameOf(key));
	const jobs = take(nameOf(key)) as Job[] | undefined;
	if (unproven === undefined && jobs === undefined) return undefined;
	if (jobs !== undefined && !Array.isArray(jobs)) throw new TypeError(`Expected an array, got ${JSON.stringify(jobs)}`);
	return { jobs: jobs?.filter(({ signal }) => isSignal(signal)) ?? [], unproven: isUnproven(unproven) ? unproven : undefined };
}
