import { findTimeLeft, type Job } from "./job.js";
import type { Journey } from "./journey.js";
import { readSettled, saveOutbox, takeOutbox } from "./outbox.js";
import type { Proof } from "./proof.js";

/**
 * Goes on with what another page has left: the one before, or, if this one was left and is back, the one after.
 *
 * @param lane what is on its way here.
 * @param adopt puts a signal into the lane. Returns whether there was somebody who could.
 * @throws what the storage throws, and an error for what no outbox has written.
 */
export function takeOver(key: string, lane: readonly Journey[], proof: Proof, adopt: (job: Job) => boolean): void {
	const jobs = takeOutbox(key);
	const isBack = proof.unproven?.isShared || lane.some(({ job }) => job.isShared);
	if (!jobs && !isBack) return;

	const settled = readSettled(key);
	for (const { job, finish } of lane) if (settled.includes(job.id)) finish();
	if (proof.unproven && settled.includes(proof.unproven.id)) proof.unproven = undefined;

	const known = lane.map(({ job }) => job.id);
	for (const job of jobs ?? []) {
		if (settled.includes(job.id) || known.includes(job.id) || !(findTimeLeft(job) > 0)) continue;
		if ("before" in job) {
			proof.unproven ??= job;
			continue;
		}
		// Another page has found out that it did not arrive.
		if (proof.unproven?.id === job.id) proof.unproven = undefined;
		if (!adopt(job)) saveOutbox(key, [job]);
	}
}
