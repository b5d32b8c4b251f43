import { hasCrisp } from "../crisp.js";
import { findTimeLeft, type Job, type UnprovenJob } from "./job.js";
import type { Lane } from "./lane.js";
import type { Members } from "./members.js";
import { readSettled, saveOutbox, takeOutbox } from "./outbox.js";
import type { Proof } from "./proof.js";

export interface Handover {
	/** Goes on with what another page has left, if this one has Crisp. Does so once. */
	takeOver(): void;
	/** Lets it happen once more: another page may have been there. */
	allow(): void;
	/** Leaves to the next page what is not settled here. */
	handOver(): void;
}

/** What goes from page to page: to the next one, and back from it where this one comes out of the cache. */
export function createHandover(key: string, lane: Lane, proof: Proof, members: Members): Handover {
	let isDone = false;

	/** Takes out what another page has settled. Returns the ids of that. */
	function settleHere(): string[] {
		const settled = readSettled(key);
		for (const { job, finish } of lane.journeys) if (settled.includes(job.id)) finish();
		if (proof.unproven && settled.includes(proof.unproven.id)) proof.unproven = undefined;
		return settled;
	}

	function adopt(job: Job | UnprovenJob) {
		if ("before" in job) {
			proof.unproven ??= job;
			return;
		}
		// Another page has found out that it did not arrive.
		if (proof.unproven?.id === job.id) proof.unproven = undefined;
		// A listener may have destroyed the one that was there a moment ago.
		const heir = members.findHeir();
		if (!heir) {
			saveOutbox(key, [job]);
			return;
		}
		// What is stored may be forged: it does not outlive what is called here.
		const timeout = Math.min(findTimeLeft(job), heir.settings.timeout);
		heir.adopt({ ...job, timeout, expires: Date.now() + timeout });
	}

	function takeOver() {
		const jobs = takeOutbox(key);
		const isBack = proof.unproven?.isShared || lane.journeys.some(({ job }) => job.isShared);
		if (!jobs && !isBack) return;
		const known = [...settleHere(), ...lane.journeys.map(({ job }) => job.id)];
		for (const job of jobs ?? []) if (!known.includes(job.id) && findTimeLeft(job) > 0) adopt(job);
	}

	return {
		takeOver() {
			if (isDone || !hasCrisp() || !members.findHeir()) return;
			isDone = true;
			try {
				takeOver();
			} catch (error) {
				members.log(`ignored an outbox: ${error}`);
			}
		},
		allow() {
			isDone = false;
		},
		handOver() {
			const jobs = lane.journeys.map(({ job }) => job);
			saveOutbox(key, jobs, proof.unproven);
		},
	};
}
