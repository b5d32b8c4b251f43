import type { SessionValue } from "./values.js";

/** ms in which the client collects writes. Observed: Crisp client 2.10–2.17. */
const WRITE_WINDOW = 500;

/** Opens with the first write; further ones to the same key replace it until the window closes. */
export interface WriteWindow {
	write(data: Map<string, SessionValue>): void;
	/** An open window still takes writes and closes at its time, but it opens no more. */
	retire(): void;
	/** Throws away what an open window holds. */
	stop(): void;
}

export function createWriteWindow(onClose: (values: Map<string, SessionValue>) => void): WriteWindow {
	let collected: Map<string, SessionValue> | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isRetired = false;

	function open() {
		const values = new Map<string, SessionValue>();
		timer = setTimeout(() => {
			collected = undefined;
			onClose(values);
		}, WRITE_WINDOW);
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
