import type { SessionValue } from "./values.js";

/**
 * Opens with the first write; further ones to the same key replace it until the window closes. Observed: Crisp client
 * 2.10–2.17.
 */
export interface WriteWindow {
	write(data: Map<string, SessionValue>): void;
	/** An open window still takes writes and closes at its time, but it opens no more. */
	retire(): void;
	/** Throws away what an open window holds. */
	stop(): void;
}

/** @param length ms */
export function createWriteWindow(length: number, onClose: (values: Map<string, SessionValue>) => void): WriteWindow {
	let collected: Map<string, SessionValue> | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isRetired = false;

	function open() {
		const values = new Map<string, SessionValue>();
		timer = setTimeout(() => {
			collected = undefined;
			onClose(values);
		}, length);
		return values;
	}

	return {
		write(data) {
			if (!collected) {
				// Who still holds the object of a client that has ended must not wake it up.
				if (isRetired) return;
				collected = open();
			}
			for (const [key, value] of data) collected.set(key, value);
		},
		retire() {
			isRetired = true;
		},
		stop() {
			isRetired = true;
			collected = undefined;
			clearTimeout(timer);
		},
	};
}
