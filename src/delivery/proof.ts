import type { Sight } from "../crisp.js";
import { isPause } from "../signals.js";
import type { Job } from "./outbox.js";

/** ms for which a signal is worth delivering again. Crisp's client finds out about a dead line within a minute or so. */
export const PROOF_TIME = 600_000;

const MAX_REPEATS = 3;

/**
 * Whether a delivered signal has to be delivered again, by what a join shows. What reads back from Crisp's client says that
 * the client has taken it, not that the server has got it. What the server holds is seen at a join only: when a page loads,
 * and when the client reconnects. Observed: Crisp client 2.10–2.17.
 *
 * A signal equal to what the server held before cannot be told from its forerunner, and counts as arrived. So does one that
 * finds a pause: a human may be there. What was not there before the signal is newer.
 */
export function isLost(job: Job, { session, value }: Sight, time: number): boolean {
	if (job.owner !== session || job.expires <= time || job.repeats >= MAX_REPEATS) return false;
	return !value || (value !== job.signal && !isPause(value) && Boolean(job.before?.includes(value)));
}
