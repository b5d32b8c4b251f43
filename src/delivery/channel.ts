import { type CrispClient, hasCrisp, look as lookAtCrisp, type Sight, write, writeAnyhow } from "../crisp.js";
import { SignalError } from "../errors.js";
import { DEFAULTS, type Settings } from "../options.js";
import { followPage } from "../page/lifecycle.js";
import { oncePerPage } from "../page/once.js";
import type { SessionValue } from "../pauses/session-pauses.js";
import { createDummy, readPauseReason, type Signal, START } from "../signals.js";
import { takeOver } from "./handover.js";
import type { Job } from "./job.js";
import { createJourney, type Journey, type Log, PATIENCE, type SignalReceipt } from "./journey.js";
import { createLane } from "./lane.js";
import { createLooks } from "./looks.js";
import { markSettled, saveOutbox } from "./outbox.js";
import { createProof, type Unproven } from "./proof.js";
import { createRelease } from "./release.js";

/** A chatbot, as its channel sees it. */
export interface Member {
	readonly settings: Settings;
	/** What a join has shown, or another writer has written. Told before it is let go. */
	see(seen: SessionValue): void;
	/** A signal of any chatbot of this channel was delivered. `writtenAt` is a `performance.now()`. */
	hearDelivered(signal: Signal, writtenAt: number): void;
	/** Delivers a signal that another page has left, or that has to be delivered again. `left` is in ms. */
	adopt(job: Job, left: number, index: number): void;
	log(step: string): void;
}

export interface Delivery {
	/** ms between dummy and value */
	delay: number;
	/** Delivers the signal again, if that turns out to be necessary. */
	owner?: Member;
	onSettled?(outcome: SignalReceipt | SignalError): void;
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
	/** Puts a signal into the lane; it moves at the next look. `left` is the time until its timeout, in ms. */
	send(job: Job, left: number, delivery: Delivery, index?: number): Journey;
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

/** ms for which Crisp is looked for at short intervals. */
const LOADING_TIME = 60_000;

export const findChannel = (key: string): Channel => oncePerPage(`channel:${key}`, () => createChannel(key));

function createChannel(key: string): Channel {
	const lane = createLane();
	const proof = createProof();
	const release = createRelease(key, writeAndForgive);
	const looks = createLooks(look);
	let members: readonly Member[] = [];
	let isReleasing = DEFAULTS.release;
	/** Whose signal it was that is not proven. */
	let owner: Member | undefined;
	let lastSight: Sight | undefined;
	/** `performance.now()` since which there is nothing to see. */
	let blindSince: number | undefined;
	/** The pause that a join has shown, for chatbots that come later. */
	let standing: (SessionValue & { seenAt: number }) | undefined;
	/** What was written last, and may still show up. */
	let unseen: { value: string; until: number } | undefined;
	let isOutboxTaken = false;
	/** Another page may be delivering what is pending here. */
	let isLeft = false;

	function noteWritten(value: string) {
		proof.noteWritten(value);
		unseen = { value, until: performance.now() + PATIENCE };
	}

	function writeAndThrow(client: CrispClient, value: string) {
		noteWritten(value);
		write(client, key, value);
	}

	function writeAndForgive(client: CrispClient, value: string) {
		noteWritten(value);
		writeAnyhow(client, key, value);
	}

	function log(step: string) {
		for (const member of members) member.log(step);
	}

	function takeOutbox() {
		const findHeir = () => members.find(({ settings }) => settings.persist);
		if (isOutboxTaken || !hasCrisp() || !findHeir()) return;
		isOutboxTaken = true;
		try {
			takeOver(key, lane, proof, (job, left, index) => {
				// The one before may have been destroyed by a listener.
				const heir = findHeir();
				heir?.adopt(job, left, index);
				return heir !== undefined;
			});
		} catch (error) {
			log(`ignored an outbox: ${error}`);
		}
	}

	/** Each join shows once what the server holds. */
	function isJoin({ client, session, data }: Sight) {
		return client !== lastSight?.client || session !== lastSight.session || data !== lastSight.data;
	}

	function observe(sight: Sight) {
		const { session, value } = sight;
		const hasJoined = isJoin(sight);
		const isWrittenByOthers = value !== null && value !== lastSight?.value && !proof.isKnown(value);
		lastSight = sight;
		if (!hasJoined && !isWrittenByOthers) return;

		const last = proof.unproven;
		const lost = hasJoined ? proof.judge(sight) : undefined;
		if (hasJoined && last?.isShared && !lost) markSettled(key, last.id);
		if (session !== standing?.session || value === START) standing = undefined;
		if (readPauseReason(value) !== undefined) standing = { session, value, seenAt: performance.now() };
		for (const member of members) member.see(sight);
		if (lost) deliverAgain(lost);
	}

	function deliverAgain({ id, signal, persist, repeats, isShared = false }: Unproven) {
		lane.journeys[0]?.takeBack();
		// That one has turned out to be delivered, and is newer.
		if (proof.unproven) return;
		log(`${signal}: has not arrived`);
		const { timeout, delay } = DEFAULTS;
		const expires = Date.now() + timeout;
		const job = { id, signal, timeout, expires, persist, isShared, repeats: repeats + 1 };
		const member = owner && members.includes(owner) ? owner : members[0];
		if (member) member.adopt(job, timeout, 0);
		else send(job, timeout, { delay }, 0);
	}

	function noteDelivered(job: Job, sight: Sight, by: Member | undefined) {
		proof.noteDelivered(job, sight.session);
		owner = by;
		unseen = undefined;
		if (isReleasing) release.letGoDelivered(sight);
	}

	function send(job: Job, left: number, { delay, owner, onSettled, log }: Delivery, index?: number): Journey {
		const journey = createJourney(job, {
			key,
			delay,
			left,
			write: writeAndThrow,
			overwrite: (client) => writeAndForgive(client, createDummy()),
			onSettled(outcome, sight) {
				lane.remove(journey);
				if (!(outcome instanceof SignalError)) {
					const { writtenAt } = journey;
					if (sight) noteDelivered(job, sight, owner);
					if (job.isShared) markSettled(key, job.id);
					if (job.signal === START && standing && standing.seenAt < writtenAt) standing = undefined;
					for (const member of members) member.hearDelivered(job.signal, writtenAt);
				}
				onSettled?.(outcome);
				looks.now();
			},
			log,
		});
		lane.add(journey, index);
		// Called by a pagehide listener of the site.
		if (isLeft) handOver();
		return journey;
	}

	function letGo(sight: Sight) {
		const { value } = sight;
		if (value !== null && value === unseen?.value) unseen = undefined;
		// What is on its way would be there again.
		if (!isReleasing || isWriting()) return;
		// What other code of the site has written stays until the next join.
		if (value !== null && proof.isKnown(value)) release.letGo(sight);
		release.step(sight);
	}

	function look(): number {
		// A page that comes back is told of its visibility before it is told that it is back.
		if (isLeft) return Number.POSITIVE_INFINITY;
		takeOutbox();
		const sight = lookAtCrisp(key);
		blindSince = sight ? undefined : (blindSince ?? performance.now());
		if (members.length) isReleasing = members.some(({ settings }) => settings.release);
		if (sight?.session) observe(sight);
		lane.step(sight);
		if (sight?.session && !lane.journeys.length) letGo(sight);
		return findInterval();
	}

	const isWriting = () => unseen !== undefined && performance.now() < unseen.until;

	function findInterval() {
		if (lane.journeys.length || isWriting()) return BUSY_INTERVAL;
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
		saveOutbox(key, { jobs, unproven: proof.unproven });
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
