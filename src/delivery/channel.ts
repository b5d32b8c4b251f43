import { look as lookAtCrisp } from "../crisp.js";
import { followPage } from "../page/lifecycle.js";
import { oncePerPage } from "../page/once.js";
import { createDispatcher, type Delivery, type Dispatcher } from "./dispatcher.js";
import type { Job } from "./job.js";
import type { Journey } from "./journey.js";
import { createLooks } from "./looks.js";
import { createMembers, type Member } from "./members.js";

/**
 * One key of Crisp's session data, as this page uses it: the chatbots that do, and what is known of their signals. There is
 * one for all chatbots and all copies of the library on the page, and it outlives them: two would delete each other's
 * evidence.
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
	/** The server has got a pause or a signal, as was learnt elsewhere than from Crisp. */
	learn(value: string): void;
}

export const findChannel = (key: string): Channel => oncePerPage(`channel:${key}`, () => createChannel(key));

/**
 * While the page loads it is not slowed down: what delivers is made when Crisp has joined, a signal is called, or the page
 * has loaded.
 */
function createChannel(key: string): Channel {
	const members = createMembers();
	const looks = createLooks(look);
	const createdAt = performance.now();
	let dispatcher: Dispatcher | undefined;
	/** Another page may be delivering what is pending here. */
	let isLeft = false;

	function open(): Dispatcher {
		dispatcher ??= createDispatcher(key, members, looks);
		return dispatcher;
	}

	function look(): number {
		// Also a page that comes back: it is told of its visibility before it is told that it is back.
		if (isLeft) return Number.POSITIVE_INFINITY;
		const isNeeded = dispatcher || document.readyState === "complete" || lookAtCrisp(key);
		return isNeeded ? open().look() : members.findWatchInterval(createdAt);
	}

	function resume() {
		dispatcher?.resume();
		looks.now();
	}

	followPage({
		leave() {
			isLeft = true;
			dispatcher?.takeBack();
			looks.now();
		},
		handOver: () => dispatcher?.handOver(),
		arrive() {
			isLeft = false;
			resume();
		},
		look: looks.now,
	});

	return {
		join: members.join,
		send(job, delivery) {
			const { send, handOver } = open();
			const journey = send(job, delivery);
			// Called by a listener of the site, to the leaving of the page.
			if (isLeft) handOver();
			return journey;
		},
		look: looks.now,
		resume,
		learn(value) {
			// A signal may be read back only now.
			looks.now();
			dispatcher?.learn(value);
		},
	};
}
