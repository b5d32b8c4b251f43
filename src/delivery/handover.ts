import type { Job } from "./job.js";
import type { Lane } from "./lane.js";
import { readSettled, saveOutbox, takeOutbox } from "./outbox.js";
import type { Proof } from "./proof.js";

/**
 * Goes on with what another page has left: the one before, or, if this one was left and is back, the one after.
 *
 * @param adopt puts a signal into the lane, at an index. Returns false where nobody is there who could.
 * @throws what the storage throws, and an error for what no outbox has written.
 */
export function takeOver(
	key: string,
	lane: Lane,
	proof: Proof,
	adopt: (job: Job, left: number, index: number) => boolean,
): void {
	const own = proof.unproven;
	const isBack = own?.isShared || lane.journeys.some(({ job }) => job.isShared);
	const outbox = takeOutbox(key);
	if (!outbox && !isBack) return;

	const settled = readSettled(key);
	for (const { job, finish } of lane.journeys) if (settled.includes(job.id)) finish();

	const { jobs = [], unproven } = outbox ?? {};
	const wanted = jobs.filter(({ id }) => !settled.includes(id));
	// Another page knows more of it.
	if (own && (settled.includes(own.id) || wanted.some(({ id }) => id === own.id))) proof.takeOver(undefined);
	if (unproven && !proof.unproven && !settled.includes(unproven.id)) proof.takeOver(unproven);

	// What was called on another page comes before what was called on this one.
	let index = 0;
	for (const [position, job] of wanted.entries()) {
		const known = lane.journeys.findIndex((journey) => journey.job.id === job.id);
		// A clock that was set back must not keep it alive.
		const left = Math.min(job.expires - Date.now(), job.timeout);
		if (known >= 0) {
			index = known + 1;
		} else if (left > 0) {
			if (!adopt(job, left, index)) {
				saveOutbox(key, { jobs: wanted.slice(position) });
				return;
			}
			index += 1;
		}
	}
}
