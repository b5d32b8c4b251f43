import type { Signal } from "../signals.js";

/** A signal that is to be delivered. Data only, so that it can be handed over to the next page. */
export interface Job {
	id: string;
	signal: Signal;
	/** ms */
	timeout: number;
	/** `Date.now()` of its timeout. */
	expires: number;
	/** Whether it goes on, on the next page, when this one is left. */
	persist: boolean;
	/** It was in the outbox: another page may deliver it, or may want to know that this one did. */
	isShared?: boolean;
	/** Set by the lane. ms, on a clock that nobody sets back while a page is open; no two signals of a lane have the same. */
	calledAt?: number;
	/** How often it was taken for delivered and had not arrived. */
	repeats?: number;
}

/** A signal that was delivered, and of which nobody knows yet whether it has reached Crisp's server. */
export interface UnprovenJob extends Job {
	/** `Date.now()` from which it is not delivered again. */
	expires: number;
	/** The session it was delivered in. */
	session: string;
	/** What the server may still hold if it has not arrived: all that it may have held before. */
	before: string[];
}

/** ms until its timeout. A clock that was set back does not keep it alive. */
export const findTimeLeft = ({ expires, timeout }: Job): number => Math.min(expires - Date.now(), timeout);
