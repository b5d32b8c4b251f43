import type { Sight } from "../crisp.js";
import { createDummy, isPause } from "../signals.js";
import type { Job, UnprovenJob } from "./job.js";

export interface Proof {
	/** The last delivered signal, until the next join. May be set to what another page has delivered. */
	unproven: UnprovenJob | undefined;
	/** Notes a value that was written, of whatever signal. */
	noteWritten(value: string): void;
	noteDelivered(job: Job, session: string): void;
	/** Whether the value was written here, or was shown by the last join. */
	isKnown(value: string): boolean;
	/** To be called at each join. Returns the signal that has to be delivered again, if there is one. */
	judge(sight: Sight): UnprovenJob | undefined;
}

/** ms for which a signal is worth delivering again. Within a minute or so Crisp's client finds out about a dead line. */
const LIFETIME = 600_000;

/** Deliveries of one signal after the first. */
const MAX_REPEATS = 3;

/** More than is written in the time in which a dead line can go unnoticed. */
const MAX_WRITTEN = 200;

/** A pause is always newer: a human may be there. What was not written here before the signal is newer too. */
function hasArrived({ signal, before }: UnprovenJob, value: string | null): boolean {
	if (value === signal || isPause(value)) return true;
	return value !== null && !before.includes(value);
}

/**
 * What reads back from Crisp's client says that the client has taken it, not that the server has got it. What the server
 * holds is seen at a join only: when a page loads, and when the client reconnects. Observed: Crisp client 2.10–2.17.
 *
 * A signal equal to what the server held before cannot be told from its forerunner, and counts as arrived.
 */
export function createProof(): Proof {
	/** Since the last join, in order; first of all what that has shown. */
	let written: string[] = [];
	const proof: Proof = {
		unproven: undefined,
		noteWritten(value) {
			if (!written.includes(value)) written = [...written, value].slice(-MAX_WRITTEN);
		},
		noteDelivered(job, session) {
			const expires = Date.now() + LIFETIME;
			proof.unproven = { ...job, id: createDummy(), session, before: written, expires, isShared: false };
		},
		isKnown: (value) => written.includes(value),
		judge({ session, value }) {
			const last = proof.unproven;
			proof.unproven = undefined;
			written = value === null ? [] : [value];
			const isOver = !last || last.session !== session || last.expires <= Date.now();
			if (isOver || (last.repeats ?? 0) >= MAX_REPEATS || hasArrived(last, value)) return undefined;
			return last;
		},
	};
	return proof;
}
