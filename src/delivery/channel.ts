import { hasCrisp, look as lookAtCrisp, type Sight } from "../crisp.js";
import { DEFAULTS, type Settings } from "../options.js";
import { followPage } from "../page/lifecycle.js";
import { oncePerPage } from "../page/once.js";
import type { SessionValue } from "../pauses/session-pauses.js";
import { readPauseReason, type Signal, START } from "../signals.js";
import { takeOver } from "./handover.js";
import { findTimeLeft, type Job, type UnprovenJob } from "./job.js";
import { createJourney, isFailure, type Journey, type Log, type Outcome } from "./journey.js";
import { createLane } from "./lane.js";
import { createLooks } from "./looks.js";
import { markSettled, removeFromOutbox, saveOutbox } from "./outbox.js";
import { createProof } from "./proof.js";
import { createRelease } from "./release.js";
import { createWriter } from "./writer.js";

/** A chatbot, as its channel sees it. */
export interface Member {
	readonly settings: Settings;
	/** Whether Crisp has joined its session. */
	setReady(isReady: boolean): void;
	/** What a join has shown, or another writer has written. Told before it is let go. */
	see(seen: SessionValue): void;
	/** A signal of any chatbot of this channel was delivered. `writtenAt` is a `performance.now()`. */
	hearDelivered(signal: Signal, writtenAt: number): void;
	/** Delivers a signal that another page has left, or that has to be delivered again. */
	adopt(job: Job): void;
	log(step: string): void;
}

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

/**
 * One key of Crisp's session data, as this page uses it: the signals on their way, what is known of those that were
 * delivered, and the looks at Crisp. There is one for all chatbots and all copies of the library on the page, and it outlives
 * them: two would delete each other's evidence.
 */
export interface Channel {
	/** Returns its undo. */
	join(member: Member): () => void;
	/** Puts a signal into the lane; it moves at the next look. */
	send(job: Job, delivery: Delivery): Journey;
	/** Goes on with all that is under way, and sees to it that this happens again. */
	look(): void;
	/** Looks into the outbox again, and at Crisp. */
	resume(): void;
	/** Enum has paused, as was learnt elsewhere than from Crisp. */
	learnPause(pause: string): void;
}

/** ms between two looks. */
const BUSY_INTERVAL = 100;
const UNPROVEN_INTERVAL = 1000;
const IDLE_INTERVAL = 15_000;

/** ms until a signal that is delivered again is given up: nobody waits for it, and a tab in the background is slow. */
const REPEAT_TIMEOUT = 600_000;

/** ms for which Crisp is looked for at short intervals. */
const LOADING_TIME = 60_000;

export const findChannel = (key: string): Channel => oncePerPage(`channel:${key}`, () => createChannel(key));

function createChannel(key: string): Channel {
	const lane = createLane();
	const proof = createProof();
	const writer = createWriter(key, proof);
	const release = createRelease(key, writer);
	const looks = createLooks(look);
	let members: readonly Member[] = [];
	let isReleasing = DEFAULTS.release;
	/** Whose signal it was that is not proven. */
	let owner: Member | undefined;
	let lastSight: Sight | undefined;
	/** `performance.now()` since which there is nothing to see. */
	let blindSince: number | undefined;
	/** The pause that a join has shown, for chatbots that come later. */
	let standing: SessionValue | undefined;
	let isReady = false;
	let isOutboxTaken = false;
	/** Another page may be delivering what is pending here. */
	let isLeft = false;

	function log(step: string) {
		for (const member of members) member.log(step);
	}

	function takeOutbox() {
		const findHeir = () => members.find(({ settings }) => settings.persist);
		if (isOutboxTaken || !hasCrisp() || !findHeir()) return;
		isOutboxTaken = true;
		try {
			takeOver(key, lane.journeys, proof, (job) => {
				// The one before may have been destroyed by a listener.
				const heir = findHeir();
				if (!heir) return false;
				// What is stored may be forged: it does not outlive what is called here.
				const timeout = Math.min(findTimeLeft(job), heir.settings.timeout);
				heir.adopt({ ...job, timeout, expires: Date.now() + timeout });
				return true;
			});
		} catch (error) {
			log(`ignored an outbox: ${error}`);
		}
	}

	/** Sees what the server holds, which each join shows once, and what other code of the page writes. */
	function observe(sight: Sight) {
		const { client, session, value, data } = sight;
		const isJoin = client !== lastSight?.client || session !== lastSight.session || data !== lastSight.data;
		const isWrittenByOthers = value !== null && value !== lastSight?.value && !proof.isKnown(value);
		lastSight = sight;
		if (!isJoin && !isWrittenByOthers) return;

		const { unproven } = proof;
		const lost = isJoin ? proof.judge(sight) : undefined;
		if (isJoin && unproven?.isShared && !lost) markSettled(key, unproven.id);
		if (session !== standing?.session || value === START) standing = undefined;
		if (readPauseReason(value) !== undefined) {
			standing = sight;
			// Newer than what was called before the line was lost: a human may be there.
			for (const { job, stop } of lane.journeys) if (job.repeats) stop("ABORTED");
		}
		for (const member of members) member.see(sight);
		if (lost) deliverAgain(lost);
	}

	function deliverAgain({ session: _session, before: _before, ...lost }: UnprovenJob) {
		lane.journeys[0]?.takeBack();
		// That one has turned out to be delivered, and is newer.
		if (proof.unproven) return;
		log(`${lost.signal}: has not arrived`);
		const job = {
			...lost,
			timeout: REPEAT_TIMEOUT,
			expires: Date.now() + REPEAT_TIMEOUT,
			repeats: (lost.repeats ?? 0) + 1,
		};
		const member = members.find((other) => other === owner) ?? members[0];
		if (member) member.adopt(job);
		else send(job, { delay: DEFAULTS.delay });
	}

	function noteDelivered(job: Job, by: Member | undefined, writtenAt: number, sight: Sight | undefined) {
		if (job.isShared) markSettled(key, job.id);
		if (job.signal === START) standing = undefined;
		if (sight?.session) {
			proof.noteDelivered(job, sight.session);
			owner = by;
			if (isReleasing) release.letGoDelivered(sight);
		}
		for (const member of members) member.hearDelivered(job.signal, writtenAt);
	}

	function send(job: Job, { delay, owner, isHopeless, onSettled, log }: Delivery): Journey {
		const { write, overwrite } = writer;
		const journey = createJourney(job, {
			key,
			delay,
			write,
			overwrite,
			onSettled(outcome, writtenAt, sight) {
				lane.remove(journey);
				if (!isFailure(outcome)) noteDelivered(job, owner, writtenAt, sight);
				else if (job.isShared) removeFromOutbox(key, job.id);
				onSettled?.(outcome);
				looks.now();
			},
			isHopeless,
			log,
		});
		lane.add(journey);
		// Called by a pagehide listener of the site.
		if (isLeft) handOver();
		return journey;
	}

	function setReady(value: boolean) {
		if (value === isReady) return;
		isReady = value;
		for (const member of members) member.setReady(isReady);
	}

	function letGo(sight: Sight) {
		const { value } = sight;
		// What is being written would be there again, and what others have written stays until the next join.
		if (writer.isWriting(value) || !isReleasing) return;
		if (value !== null && proof.isKnown(value)) release.letGo(sight);
		release.step(sight);
	}

	function look(): number {
		// A page that comes back is told of its visibility before it is told that it is back.
		if (isLeft) return Number.POSITIVE_INFINITY;
		takeOutbox();
		const sight = lookAtCrisp(key);
		blindSince = sight ? undefined : (blindSince ?? performance.now());
		// An offline browser sees nothing, and says nothing of the session.
		if (navigator.onLine !== false) setReady(sight !== undefined);
		if (members.length) isReleasing = members.some(({ settings }) => settings.release);
		if (sight?.session) observe(sight);
		lane.step(sight);
		if (sight?.session && !lane.journeys.length) letGo(sight);
		return findInterval();
	}

	function findInterval() {
		if (lane.journeys.length || writer.isWriting()) return BUSY_INTERVAL;
		if (blindSince === undefined) return proof.unproven ? UNPROVEN_INTERVAL : IDLE_INTERVAL;
		if (performance.now() - blindSince >= LOADING_TIME) return IDLE_INTERVAL;
		return Math.min(...members.map(({ settings }) => settings.watchInterval), IDLE_INTERVAL);
	}

	function resume() {
		isOutboxTaken = false;
		looks.now();
	}

	function handOver() {
		const jobs = lane.journeys.map(({ job }) => job);
		saveOutbox(key, jobs, proof.unproven);
	}

	followPage({
		leave() {
			isLeft = true;
			lane.journeys[0]?.takeBack();
			looks.stop();
		},
		handOver,
		arrive() {
			isLeft = false;
			resume();
		},
		look: looks.now,
	});

	return {
		join(member) {
			members = [...members, member];
			member.setReady(isReady);
			if (standing) member.see(standing);
			return () => {
				members = members.filter((other) => other !== member);
			};
		},
		send,
		look: looks.now,
		resume,
		learnPause(pause) {
			const sight = lookAtCrisp(key);
			if (sight && !lane.journeys.length) release.replace(sight, pause);
		},
	};
}
