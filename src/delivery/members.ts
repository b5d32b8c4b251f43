import { DEFAULTS, type Settings } from "../options.js";
import { toDate } from "../page/clock.js";
import type { SessionValue } from "../pauses/session-pauses.js";
import { isPause, type Signal, START } from "../signals.js";
import type { Job } from "./job.js";
import { IDLE_INTERVAL, LOADING_TIME } from "./looks.js";

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

/** The chatbots of a channel, of all copies of the library on the page. */
export interface Members extends Omit<Member, "settings" | "adopt"> {
	/** Returns its undo. */
	join(member: Member): () => void;
	/** Who may deliver a signal of another page. */
	findHeir(): Member | undefined;
	/** Who delivers a signal again: its owner, or another one where that is gone. */
	findDeliverer(owner: Member | undefined): Member | undefined;
	/** Whether what was delivered is let go. It is if any chatbot wants it; when all are gone, the last answer stands. */
	isReleasing(): boolean;
	/**
	 * @param since `performance.now()` since which Crisp is looked for.
	 * @returns ms until it is looked for again: at first the shortest that any chatbot wants.
	 */
	findWatchInterval(since: number): number;
}

export function createMembers(): Members {
	let members: readonly Member[] = [];
	let isReady = false;
	let isReleasing = DEFAULTS.release;
	/** The session, and the pause or the start that stands in it, for chatbots that come later. */
	let known: SessionValue | undefined;
	return {
		join(member) {
			members = [...members, member];
			member.setReady(isReady);
			if (known) member.see(known);
			return () => {
				members = members.filter((other) => other !== member);
			};
		},
		setReady(value) {
			isReady = value;
			for (const member of members) member.setReady(value);
		},
		see(seen) {
			const { session, value } = seen;
			if (isPause(value) || session !== known?.session || value === START) known = { ...seen, seenAt: Date.now() };
			for (const member of members) member.see(seen);
		},
		hearDelivered(signal, writtenAt) {
			if (signal === START && known) known = { ...known, value: START, seenAt: toDate(writtenAt) };
			for (const member of members) member.hearDelivered(signal, writtenAt);
		},
		log(step) {
			for (const member of members) member.log(step);
		},
		findHeir: () => members.find(({ settings }) => settings.persist),
		findDeliverer: (owner) => members.find((member) => member === owner) ?? members[0],
		isReleasing() {
			if (members.length) isReleasing = members.some(({ settings }) => settings.release);
			return isReleasing;
		},
		findWatchInterval(since) {
			if (performance.now() - since >= LOADING_TIME) return IDLE_INTERVAL;
			return Math.min(IDLE_INTERVAL, ...members.map(({ settings }) => settings.watchInterval));
		},
	};
}
