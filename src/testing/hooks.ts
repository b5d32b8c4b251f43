import { createHookDelivery, type FakeHookEntry } from "./hook-delivery.js";
import { type FakeHookOptions, type FakeHookSend, resolveHookOptions } from "./hook-options.js";
import type { DataChange } from "./server.js";
import { createTimers } from "./timers.js";

/**
 * What happens to one hook on its way.
 *
 * @example
 * const fault: FakeHookFault = { delay: 5_000, twice: true };
 * createFakeCrisp({ hook: (request) => fetch(request) }).hooks.next(fault);
 */
export interface FakeHookFault {
	/** ms from the change until it is sent, in place of the option `delay`. What is sent meanwhile overtakes it. */
	delay?: number | undefined;
	/** `true`: it is sent two times. Default: `false`. */
	twice?: boolean | undefined;
	/** `true`: it is never sent. Default: `false`. */
	lost?: boolean | undefined;
}

/**
 * The web hooks by which Crisp tells the site's server of changes of the session data. Comes from {@link createFakeCrisp}.
 *
 * @example
 * const { hooks }: { hooks: FakeHooks } = createFakeCrisp({ hook: (request) => fetch(request) });
 * hooks.next({ lost: true });
 */
export interface FakeHooks {
	/**
	 * Says what happens to the hook of the next change. Called several times, it speaks of one change after the other. Two
	 * hooks change places when the first is delayed.
	 */
	next(fault: FakeHookFault): void;
	/** Resolves when the site's server has answered all that was sent. What is delayed, or to be sent again, is not waited for. */
	settled(): Promise<void>;
	/** All that was sent, in that order. */
	readonly sent: readonly FakeHookEntry[];
}

/** The hooks, and the server's way to them. */
export interface HookSender extends FakeHooks {
	tell(change: DataChange): void;
}

function createNoHooks(): HookSender {
	return {
		next() {
			throw new Error("Expected the option hook");
		},
		settled: () => Promise.resolve(),
		sent: [],
		tell() {},
	};
}

export function createHooks(hook: FakeHookSend | FakeHookOptions | undefined): HookSender {
	if (!hook) return createNoHooks();
	const settings = resolveHookOptions(hook);
	// The server's: they go on when a page is left.
	const { later } = createTimers();
	const { deliver, settled, sent } = createHookDelivery(settings, later);
	const faults: FakeHookFault[] = [];

	return {
		next: (fault) => void faults.push(fault),
		settled,
		sent,
		tell(change) {
			const { delay = settings.delay, twice = false, lost = false } = faults.shift() ?? {};
			if (lost) return;
			function send() {
				deliver(change);
				if (twice) deliver(change);
			}
			if (delay > 0) later(send, delay);
			else send();
		},
	};
}
