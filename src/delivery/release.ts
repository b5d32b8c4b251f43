import { forget, type Sight } from "../crisp.js";
import { isSignal } from "../signals.js";
import type { Writer } from "./writer.js";

export interface Release {
	/** Lets go of a signal right after its delivery. */
	letGoDelivered(sight: Sight): void;
	/** Lets go of what a join has shown, or of a leftover of ours. */
	letGo(sight: Sight): void;
	/** Overwrites what could not be let go, when its time has come. To be called now and again while nothing is written. */
	step(sight: Sight): void;
	/** Puts a pause that the server is known to hold in the place of a signal that could not be let go. */
	replace(sight: Sight, pause: string): void;
}

/** ms for which a delivered signal stays in a client that cannot be emptied: longer than a dead line goes unnoticed. */
const STUCK_TIME = 120_000;

/**
 * Whenever Crisp's client reconnects, it sends what it holds again, over anything that the server has got meanwhile: a
 * signal, told again over a human who has taken over; a dummy, over Enum's pause. Observed: Crisp client 2.10–2.17. So it is
 * to hold nothing under our key while no signal is on its way.
 *
 * A client that hands out copies of its data cannot be emptied. There a delivered signal stays for a while, so that the
 * client itself says it again after a dead line, and is then overwritten by a dummy. Pauses that this page has not heard of
 * can be lost there.
 */
export function createRelease(key: string, writer: Writer): Release {
	/** `performance.now()`; undefined while nothing is to be overwritten. */
	let overwriteAt: number | undefined;
	const isStuck = (sight: Sight) => !forget(sight, key) && isSignal(sight.value);
	return {
		letGoDelivered(sight) {
			overwriteAt = isStuck(sight) ? performance.now() + STUCK_TIME : undefined;
		},
		letGo(sight) {
			if (isStuck(sight)) overwriteAt ??= performance.now();
		},
		step({ client, value }) {
			if (!isSignal(value)) overwriteAt = undefined;
			if (overwriteAt !== undefined && performance.now() >= overwriteAt) writer.overwrite(client);
		},
		replace({ client, value }, pause) {
			if (overwriteAt === undefined || !isSignal(value)) return;
			overwriteAt = undefined;
			writer.overwrite(client, pause);
		},
	};
}
