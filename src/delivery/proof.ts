import type { Sight } from "../crisp.js";
import { createDummy, readPauseReason, type Signal } from "../signals.js";
import type { Job } from "./job.js";

/** A delivered signal of which nobody knows yet whether it has reached Crisp's server. Data only, for the next page. */
export interface Unproven {
	id: string;
	signal: Signal;
	session: string;
	/** What the server may still hold if it did not: all that it may have held before the signal. */
	before: string[];
	/** How often the signal has been delivered again. */
	repeats: number;
	/** `Date.now()` from which it is not delivered again. */
	expires: number;
	persist: boolean;
	/** It was handed over from page to page: another one may want to know what became of it. */
	isShared?: boolean;
}

export interface Proof {
	/** The last delivered signal, until the next join. */
	readonly unproven: Unproven | undefined;
	/** Notes a value that was written, of whatever signal. */
	noteWritten(value: string): void;
	/** Whether the value was written here, or was on the server at the last join. */
	isKnown(value: string): boolean;
	noteDelivered(job: Job, session: string): void;
	/** To be called at each join. Returns the signal that has not arrived, if there is one. */
	judge(sight: Sight): Unproven | undefined;
	/** Takes over what another page has delivered. */
	takeOver(unproven: Unproven | undefined): void;
}

/** ms for which a signal is worth delivering again. Within a minute or so Crisp's client finds out about a dead line. */
const LIFETIME = 600_000;

/** Deliveries of one signal after the first. */
const MAX_REPEATS = 3;

/** More than is written in the time in which a dead line can go unnoticed. */
const MAX_WRITTEN = 200;

/**
 * What reads back from Crisp's client says that the client has taken it, not that the server has got it. What the server
 * holds is seen at a join only: when a page loads, and when the client reconnects. Observed: Crisp client 2.10–2.17.
 *
 * A signal equal to what the server held before cannot be told from its forerunner, and counts as arrived.
 */
export function createProof(): Proof {
	let unproven: Unproven | undefined;
	/** Since the last join, in order; first of all what that has shown. */
	let written: string[] = [];

	const isExpired = ({ expires }: Unproven) => expires <= Date.now();

	/** A pause is always newer: a human may be there. What nobody here has written before is newer too. */
	function hasArrived({ signal, before }: Unproven, value: string | null) {
		if (value === signal || readPauseReason(value) !== undefined) return true;
		return value !== null && !before.includes(value);
	}

	return {
		get unproven() {
			if (unproven && isExpired(unproven)) unproven = undefined;
			return unproven;
		},
		noteWritten(value) {
			if (!written.includes(value)) written = [...written, value].slice(-MAX_WRITTEN);
		},
		isKnown: (value) => written.includes(value),
		noteDelivered({ signal, persist, repeats = 0 }, session) {
			const before = written.filter((value) => value !== signal);
			unproven = {
				id: createDummy(),
				signal,
				session,
				before,
				repeats,
				expires: Date.now() + LIFETIME,
				persist,
			};
		},
		judge({ session, value }) {
			const last = unproven;
			unproven = undefined;
			written = value === null ? [] : [value];
			if (!last || last.session !== session || isExpired(last) || hasArrived(last, value)) return undefined;
			return last.repeats < MAX_REPEATS ? last : undefined;
		},
		takeOver(other) {
			unproven = other;
		},
	};
}
