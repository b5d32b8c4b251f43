import { look as lookAtCrisp, type Sight } from "../crisp.js";
import { DEFAULTS } from "../options.js";
import { isPause } from "../signals.js";
import { createHandover } from "./handover.js";
import type { Job, UnprovenJob } from "./job.js";
import { createJourney, isFailure, type Journey, type Log, type Outcome } from "./journey.js";
import { createLane } from "./lane.js";
import { IDLE_INTERVAL, type Looks } from "./looks.js";
import type { Member, Members } from "./members.js";
import { markSettled, removeFromOutbox } from "./outbox.js";
import { createProof } from "./proof.js";
import { createRelease } from "./release.js";
import { createWriter } from "./writer.js";

export interface Delivery {
	/** ms between dummy and value */
	delay: number;
	/** Delivers the signal again, if that turns out to be necessary. */
	owner?: Member;
	/** Whether nobody should wait any longer. */
	isHopeless?: (() => boolean) | undefined;
	onSettled?(outcome: Outcome): void;
	log?: Log | undefined;
}

/** Delivers the signals of one key, and sees to it that they have arrived. */
export interface Dispatcher {
	/** Puts a signal into the lane; it moves at the next look. */
	send(job: Job, delivery: Delivery): Journey;
	/** Goes on with all that is under way. Returns the ms until it has to do so again. */
	look(): number;
	/** Another page is to deliver: what is not delivered yet never will be here, unless the page comes back. */
	takeBack(): void;
	/** Leaves to the next page what is not settled here. */
	handOver(): void;
	/** Another page may have been at the outbox: it is looked into once more. */
	resume(): void;
	/** The server has got a pause or a signal, as was learnt elsewhere than from Crisp. */
	learn(value: string): void;
}

/** ms between two looks. */
const BUSY_INTERVAL = 100;
const UNPROVEN_INTERVAL = 1000;

/** ms in which a client whose line is dead notices that and is back: 54 to 62 s, and longer where its first attempts fail. */
const REJOIN_TIME = 120_000;

/** ms until a signal that is delivered again is given up: nobody waits for it, and a tab in the background is slow. */
const REPEAT_TIMEOUT = 600_000;

export function createDispatcher(key: string, members: Members, looks: Looks): Dispatcher {
	const lane = createLane();
	const proof = createProof();
	const writer = createWriter(key, proof);
	const release = createRelease(key, writer);
	const { takeOver, allow, handOver } = createHandover(key, lane, proof, members);
	/** Whose signal it was that is not proven. */
	let owner: Member | undefined;
	let lastSight: Sight | undefined;
	/** Since the last join. */
	let writtenByOthers: string | null = null;
	/** `performance.now()` since which there is nothing to see. */
	let blindSince: number | undefined;
	/** `performance.now()` by which a client whose line was dead has joined again. */
	let joinDueAt = 0;

	/** Sees what the server holds, which each join shows once, and what other code of the page writes. */
	function observe(sight: Sight) {
		const { client, session, value, data } = sight;
		const isJoin = client !== lastSight?.client || session !== lastSight.session || data !== lastSight.data;
		const isWrittenByOthers = value !== null && !proof.isKnown(value);
		lastSight = sight;
		if (isJoin) observeJoin(sight);
		else if (isWrittenByOthers) {
			writtenByOthers = value;
			// The server may hold it, too.
			proof.noteWritten(value);
			tellMembers(sight);
		}
	}

	function observeJoin(sight: Sight) {
		writtenByOthers = null;
		const { unproven } = proof;
		const lost = proof.judge(sight);
		if (!lost) noteSettled(unproven);
		tellMembers(sight);
		if (lost) deliverAgain(lost);
	}

	/** So that no other page of the tab delivers it again. */
	function noteSettled(job: Job | undefined) {
		if (job?.isShared) markSettled(key, job.id);
	}

	function tellMembers(sight: Sight) {
		if (isPause(sight.value)) {
			// Newer than what was called before the line was lost: a human may be there.
			for (const { job, stop } of lane.journeys) if (job.repeats) stop("ABORTED");
		}
		members.see(sight);
	}

	function deliverAgain({ session: _session, before: _before, ...lost }: UnprovenJob) {
		lane.journeys[0]?.takeBack();
		// That one has turned out to be delivered, and is newer.
		if (proof.unproven) return;
		members.log(`${lost.signal}: has not arrived`);
		const job = {
			...lost,
			timeout: REPEAT_TIMEOUT,
			expires: Date.now() + REPEAT_TIMEOUT,
			repeats: (lost.repeats ?? 0) + 1,
		};
		const member = members.findDeliverer(owner);
		if (member) member.adopt(job);
		else send(job, { delay: DEFAULTS.delay });
	}

	function noteDelivered(job: Job, by: Member | undefined, writtenAt: number, sight: Sight | undefined) {
		noteSettled(job);
		if (sight?.session) {
			proof.noteDelivered(job, sight.session);
			owner = by;
			awaitJoin();
			if (members.isReleasing()) release.letGoDelivered(sight);
		}
		members.hearDelivered(job.signal, writtenAt);
	}

	function send(job: Job, delivery: Delivery): Journey {
		const journey = createJourney(job, {
			...delivery,
			...writer,
			key,
			onSettled(outcome, writtenAt, sight) {
				lane.remove(journey);
				if (!isFailure(outcome)) noteDelivered(job, delivery.owner, writtenAt, sight);
				else if (job.isShared) removeFromOutbox(key, job.id);
				delivery.onSettled?.(outcome);
				looks.now();
			},
		});
		lane.add(journey);
		return journey;
	}

	function letGo(sight: Sight) {
		const { value, data } = sight;
		// What is being written would be there again.
		if (writer.isWriting(value) || !members.isReleasing()) return;
		// It stays until the next join. A client that hands out copies shows none.
		const isOthers = data !== undefined && value === writtenByOthers;
		if (!isOthers) release.letGo(sight);
		release.step(sight);
	}

	function look(): number {
		const sight = lookAtCrisp(key);
		takeOver();
		blindSince = sight ? undefined : (blindSince ?? performance.now());
		if (!sight) awaitJoin();
		// An offline browser sees nothing, and says nothing of the session.
		if (navigator.onLine !== false) members.setReady(sight !== undefined);
		if (sight?.session) observe(sight);
		lane.step(sight);
		if (sight?.session && !lane.journeys.length) letGo(sight);
		return findInterval();
	}

	function awaitJoin() {
		joinDueAt = performance.now() + REJOIN_TIME;
	}

	/** Whether a join is about to prove a signal. A client that hands out copies shows none. */
	function isJoinAwaited() {
		return proof.unproven !== undefined && performance.now() < joinDueAt && lastSight?.data !== undefined;
	}

	function findInterval() {
		if (lane.journeys.length || writer.isWriting()) return BUSY_INTERVAL;
		if (blindSince === undefined) return isJoinAwaited() ? UNPROVEN_INTERVAL : IDLE_INTERVAL;
		return members.findWatchInterval(blindSince);
	}

	return {
		send,
		look,
		takeBack: () => lane.journeys[0]?.takeBack(),
		handOver,
		resume() {
			awaitJoin();
			allow();
		},
		learn(value) {
			const { unproven } = proof;
			if (unproven?.signal === value) {
				proof.unproven = undefined;
				noteSettled(unproven);
			}
			const sight = lookAtCrisp(key);
			if (isPause(value) && sight && !lane.journeys.length) release.replace(sight, value);
		},
	};
}
