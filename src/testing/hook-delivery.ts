import type { FakeHookSettings } from "./hook-options.js";
import { createHookRequest } from "./hook-request.js";
import type { DataChange } from "./server.js";
import type { Timers } from "./timers.js";

/**
 * One hook that was sent.
 *
 * @example
 * const isRefused = ({ status = 0 }: FakeHookEntry) => status >= 400;
 * console.log(createFakeCrisp({ hook: (request) => fetch(request) }).hooks.sent.some(isRefused));
 */
export interface FakeHookEntry {
	/** `Date.now()` when it was sent. */
	readonly at: number;
	/** The id of the session it belongs to. */
	readonly session: string;
	/** The changed keys of the session data. */
	readonly data: Readonly<Record<string, unknown>>;
	/** 1, and one more each time that Crisp sends it again. */
	readonly attempt: number;
	/** What the site's server answered; `undefined` before that, and where it did not answer. */
	readonly status: number | undefined;
}

export interface HookDelivery {
	deliver(change: DataChange): void;
	settled(): Promise<void>;
	readonly sent: readonly FakeHookEntry[];
}

/** ms until the second attempt; twice as many from there to the third. Crisp documents no schedule: this one is ours. */
const RETRY_DELAY = 5000;

const firstLine = (error: unknown) => `${error}`.split("\n", 1)[0];

export function createHookDelivery(settings: FakeHookSettings, later: Timers["later"]): HookDelivery {
	const sent: FakeHookEntry[] = [];
	const unanswered = new Set<Promise<void>>();
	let lastRequest: Promise<unknown> = Promise.resolve();

	/** Signing takes a moment. One after the other, so that hooks are sent in the order of the calls. */
	function makeRequest(change: DataChange, attempt: number): Promise<Request> {
		const request = lastRequest.then(() => createHookRequest(change, attempt, settings));
		lastRequest = request.catch(() => {});
		return request;
	}

	/** Returns the status of the answer; undefined for none. */
	async function send(change: DataChange, attempt: number): Promise<number | undefined> {
		try {
			const request = await makeRequest(change, attempt);
			const entry = { at: Date.now(), session: change.session, data: change.data, attempt };
			const index = sent.push({ ...entry, status: undefined }) - 1;
			const { status } = await settings.send(request);
			sent[index] = { ...entry, status };
			return status;
		} catch (error) {
			console.error(`A web hook of the fake Crisp failed: ${firstLine(error)}`);
			return undefined;
		}
	}

	async function attemptDelivery(change: DataChange, attempt: number): Promise<void> {
		// What Crisp takes for a failure is not documented either: here a server that fails, or does not answer.
		const status = (await send(change, attempt)) ?? 500;
		if (status < 500 || attempt === settings.attempts) return;
		later(() => start(change, attempt + 1), attempt * RETRY_DELAY);
	}

	function start(change: DataChange, attempt: number): void {
		const delivery = attemptDelivery(change, attempt).finally(() => unanswered.delete(delivery));
		unanswered.add(delivery);
	}

	return {
		deliver: (change) => start(change, 1),
		async settled() {
			while (unanswered.size) await Promise.all(unanswered);
		},
		sent,
	};
}
