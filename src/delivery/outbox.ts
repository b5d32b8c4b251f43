import type { SignalError } from "../errors.js";
import type { Settings } from "../options.js";
import { isSignal, type Signal } from "../signals.js";

/** A signal that is to be delivered, or is delivered and unproven. */
export interface Job {
	readonly id: string;
	readonly signal: Signal;
	/** ms since 1970 */
	readonly calledAt: number;
	/** ms since 1970 */
	readonly expires: number;
	/** Number of redeliveries. */
	readonly repeats: number;
	/** Settles the promise of the call. A signal of another page has none here: JSON knows no functions. */
	readonly settle?: ((error?: SignalError) => void) | undefined;
	/** Went into the outbox when its page was hidden or left. */
	isHandedOver?: boolean;
	/** Where it is delivered or stored: Crisp's session, before the first join Crisp's website. Only a page of that one takes it. */
	readonly owner?: string | undefined;
	/** What the server may still hold, where the signal is delivered and unproven. */
	readonly before?: readonly string[] | undefined;
}

/** What the tabs of a site share, in one entry of localStorage. */
export interface Outbox {
	/** Left by pages. A signal that stands here while its page lives would be delivered by both. */
	jobs: Job[];
	/** The last signals that were delivered, by any tab. */
	delivered: { readonly id: string; readonly session: string }[];
}

/** Of what no outbox has written, nothing is read. */
function parse(text: string | null): Outbox {
	try {
		const { jobs, delivered } = JSON.parse(text as string) as Outbox;
		return { jobs: jobs.filter((job) => isSignal(job?.signal)), delivered: delivered.filter(Boolean) };
	} catch {
		return { jobs: [], delivered: [] };
	}
}

/** Old libraries (Prototype 1.6) give arrays a `toJSON` that makes a text of them: what stands there itself is taken. */
function stringify(outbox: Outbox): string {
	return JSON.stringify(outbox, function (this: Record<string, unknown>, name) {
		return this[name];
	});
}

/**
 * Reads and changes the outbox. Returns what `edit` returns; undefined where storage is denied, full or not wanted. The number
 * is the version of the format: one version never reads what another one wrote.
 */
export function editOutbox<T>({ key, persist }: Settings, edit: (outbox: Outbox) => T): T | undefined {
	if (!persist) return undefined;
	const name = `crisp-signals:2:${key}`;
	try {
		const outbox = parse(localStorage.getItem(name));
		const before = stringify(outbox);
		const result = edit(outbox);
		const after = stringify(outbox);
		if (after !== before) localStorage.setItem(name, after);
		return result;
	} catch {
		return undefined;
	}
}

/** The signals that were delivered last, by any tab. */
export const readDelivered = (settings: Settings): Outbox["delivered"] =>
	editOutbox(settings, ({ delivered }) => delivered) ?? [];

/** Takes signals out, and returns them. */
export const takeJobs = (settings: Settings, isWanted: (job: Job) => boolean): Job[] =>
	editOutbox(settings, (outbox) => {
		const taken = outbox.jobs.filter(isWanted);
		outbox.jobs = outbox.jobs.filter((job) => !taken.includes(job));
		return taken;
	}) ?? [];
