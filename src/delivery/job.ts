import type { Signal } from "../signals.js";

/** A signal that is to be delivered: data only, so that it can be handed over to the next page. */
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
	/** How often it has been taken for delivered and was not. */
	repeats?: number;
}
