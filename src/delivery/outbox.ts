import { isSignal } from "../signals.js";
import type { Job, UnprovenJob } from "./job.js";

/** The number is the format's version: one version never reads what another one wrote. */
const nameOf = (key: string) => `crisp-signals:1:${key}`;

/** ms for which a delivered signal waits for the next page to prove it. */
const HANDOVER_TIME = 120_000;

/** Enough for a tab and its neighbours. */
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

const isJob = ({ signal, before, repeats = 0 }: Partial<UnprovenJob>): boolean =>
	isSignal(signal) && (before === undefined || Array.isArray(before)) && repeats >= 0;

/** What is stored. Throws what the storage throws, and an error for what no outbox has written. */
function read(key: string): (Job | UnprovenJob)[] | undefined {
	const text = sessionStorage.getItem(nameOf(key));
	return text === null ? undefined : JSON.parse(text).filter(isJob);
}

/** Stores other jobs in the place of those with these ids. What another frame of this tab has left stays. */
function replace(key: string, ids: string[], jobs: readonly Job[]): void {
	let others: Job[] = [];
	try {
		others = read(key)?.filter(({ id }) => !ids.includes(id)) ?? [];
	} catch {
		// Rubbish is overwritten.
	}
	const all = [...others, ...jobs];
	try {
		if (all.length) sessionStorage.setItem(nameOf(key), JSON.stringify(all));
		else sessionStorage.removeItem(nameOf(key));
	} catch {
		// No storage, or it is full: what is not delivered when the page is left is lost.
	}
}

/** A signal that was given up here is not to be delivered by the next page. */
export function removeFromOutbox(key: string, id: string): void {
	replace(key, [id], []);
}

/**
 * Hands over to the next page with Crisp in this tab. Not written before the page is left: a tab that is duplicated gets a
 * copy of sessionStorage, and would deliver the signals on their way a second time.
 */
export function saveOutbox(key: string, jobs: readonly Job[], unproven?: UnprovenJob): void {
	const kept = [...jobs, ...(unproven ? [unproven] : [])].filter(({ persist }) => persist);
	if (!kept.length) return;
	for (const job of kept) job.isShared = true;
	if (unproven) unproven.expires = Math.min(unproven.expires, Date.now() + HANDOVER_TIME);
	const ids = kept.map(({ id }) => id);
	replace(key, ids, kept);
}

/**
 * Empties the outbox.
 *
 * @returns undefined where there was none.
 * @throws what the storage throws, and an error for what no outbox has written.
 */
export function takeOutbox(key: string): (Job | UnprovenJob)[] | undefined {
	try {
		return read(key);
	} finally {
		sessionStorage.removeItem(nameOf(key));
	}
}
