import { type CrispClient, write, writeAnyhow } from "../crisp.js";
import { createDummy } from "../signals.js";
import { PATIENCE } from "./journey.js";
import type { Proof } from "./proof.js";

export interface Writer {
	/** Throws what Crisp throws. */
	write(client: CrispClient, value: string): void;
	/** Writes a dummy, or another value, and throws nothing. */
	overwrite(client: CrispClient, value?: string): void;
	/** Whether what was written last may still show up. `value` is what Crisp holds now. */
	isWriting(value?: string | null): boolean;
}

/** All writes of one key, so that it is known later what the server may hold. */
export function createWriter(key: string, proof: Proof): Writer {
	let last: string | undefined;
	/** `performance.now()` */
	let showsUntil = 0;

	function note(value: string) {
		proof.noteWritten(value);
		last = value;
		showsUntil = performance.now() + PATIENCE;
	}

	return {
		write(client, value) {
			note(value);
			write(client, key, value);
		},
		overwrite(client, value = createDummy()) {
			note(value);
			writeAnyhow(client, key, value);
		},
		isWriting(value) {
			if (value === last) showsUntil = 0;
			return performance.now() < showsUntil;
		},
	};
}
