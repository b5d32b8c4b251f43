import {
	type CrispClient,
	findClient,
	findWebsite,
	isCrispMissing,
	readClient,
	readCrisp,
	type Sight,
	write,
} from "../crisp.js";
import { SignalError, type SignalErrorCode } from "../errors.js";
import type { Settings } from "../options.js";
import type { Pauses } from "../pauses.js";
import { createDummy, isSignal, type Signal } from "../signals.js";
import type { State } from "../state.js";
import { editOutbox, type Job, readDelivered, takeJobs } from "./outbox.js";
import { isLost, PROOF_TIME } from "./proof.js";

/** The page's signals, in the order of the calls. Only the first one writes. */
export interface Queue {
	/** Puts a signal into the queue; it moves at the next look. */
	send(signal: Signal, timeout: number, abort: AbortSignal | undefined): Promise<void>;
	/** Looks at Crisp once, and goes on with all that is under way. Returns the ms until the next look. */
	look(): number | undefined;
	/**
	 * The page is hidden, perhaps for good: Firefox often stores nothing any more in the `pagehide` of a tab that is closed. What is
	 * pending waits in the outbox until the next look.
	 */
	hide(): void;
	/** The page is being left: the next page sends what is in the queue. */
	leave(): void;
	/** The page is shown, perhaps as it is back from the back/forward cache. */
	comeBack(): void;
	/** Rejects what is pending. */
	end(): void;
}

/** ms between two looks: while a signal is on its way, while Crisp or a join is awaited, otherwise. */
const BUSY_INTERVAL = 100;
const WAITING_INTERVAL = 1000;
const IDLE_INTERVAL = 15_000;

/** ms for which Crisp is awaited. */
const LOADING_TIME = 60_000;

/**
 * ms in which a client whose line is dead notices that and is back: 54 to 62 s, or longer. Observed: Crisp client 2.10–2.17.
 * For as long, a signal that was delivered on one page may be delivered again by the next one.
 */
const REJOIN_TIME = 120_000;

/** ms in which Crisp's client joins again on a page that is back from the back/forward cache. */
const RETURN_TIME = 3000;

/** ms after the page's load and the call from which a missing Crisp counts as blocked. Crisp allows its client as much. */
const BLOCKED_TIME = 15_000;

/**
 * ms until a write that does not read back may be taken for lost. Crisp shows it within 500 ms; while its connection is down
 * it sets writes aside and never sends them. Observed: Crisp client 2.10–2.17.
 */
const PATIENCE = 3000;

const MAX_DELIVERED = 10;

/** More than is written in the time in which a dead line can go unnoticed. */
const MAX_VALUES = 200;

/** The same signal, here and in the outbox, while it is pending: with `before` it is delivered. */
const isSameAs =
	({ id }: { id: string }) =>
	(other: { id: string; before?: unknown }) =>
		other.id === id && !other.before;

export function createQueue(
	settings: Settings,
	state: State,
	pauses: Pauses,
	now: () => number,
	log: (step: string) => void,
): Queue {
	let jobs: Job[] = [];
	/** What was written last, a dummy or a signal, while it may still show up. */
	let written = "";
	let writtenAt = 0;
	/** What the server may hold: what the last join has shown, and what was written since. */
	let values: string[] = [];
	/** The last delivered signal, which decides. */
	let unproven: Job | undefined;
	/** What Crisp held at the last look, or when the page came back. */
	let sight: Partial<Sight> = {};
	/** Until then, Crisp shows what it held when the page was left. */
	let staleUntil = 0;
	/** Until then Crisp or a join is awaited. */
	let awaitedUntil = now() + LOADING_TIME;
	/** When the look before this one was. */
	let lookedAt = now();
	/** Since then the page has loaded, and Crisp has not. */
	let missingSince = lookedAt;
	let isLeft = false;
	/** What the head waits for. */
	let wait = "";

	const findHead = () => jobs.find(({ isHandedOver }) => !isHandedOver);

	/** A head that was called later has to wait for its turn again. */
	function makeWay({ calledAt }: Job) {
		const head = findHead();
		if (head && head.calledAt > calledAt) takeBack();
	}

	function insert(job: Job) {
		makeWay(job);
		jobs = [...jobs, job].sort((one, other) => one.calledAt - other.calledAt || other.repeats - one.repeats);
		state.set({ pending: jobs.length, error: null });
	}

	function settle(job: Job, error?: SignalError) {
		log(`${job.signal}: ${error?.code ?? "sent"}`);
		jobs = jobs.filter((other) => other !== job);
		const pending = jobs.length;
		state.set(error ? { pending, error } : { pending, last: job.signal });
		job.settle?.(error);
	}

	/** Takes from a client whose data is live what it holds. Nothing crosses the wire. */
	function empty({ data }: Partial<Sight>) {
		if (data) Reflect.deleteProperty(data, settings.key);
	}

	/** The client holds the head's signal. */
	function deliver() {
		const head = findHead() as Job;
		const { id, signal } = head;
		const session = sight.session as string;
		const time = now();
		editOutbox(settings, (outbox) => {
			outbox.delivered = [...outbox.delivered, { id, session }].slice(-MAX_DELIVERED);
		});
		// The next signal's dummy may come too late to keep Crisp from sending it again.
		empty(sight);
		written = "";
		unproven = { ...head, owner: session, before: values, expires: time + PROOF_TIME };
		awaitedUntil = time + REJOIN_TIME;
		// A pause that became known since it was written, also in the same ms, is newer.
		pauses.hear(signal, "session", writtenAt - 1);
		settle(head);
	}

	function remember(value: string) {
		values = [...values, value].slice(-MAX_VALUES);
	}

	/** @param head is given up where Crisp throws. There is no other way in, so nobody is told of any other error. */
	function put(head?: Job, value = createDummy()) {
		remember(value);
		written = value;
		writtenAt = now();
		try {
			write(sight.client as CrispClient, settings.key, value);
		} catch (cause) {
			if (head) fail(head, "WRITE_FAILED", cause);
			// Nothing will show up.
			written = "";
		}
	}

	/** Settles the head if Crisp holds its signal; overwrites it otherwise. Returns whether it has settled. */
	function takeBack(): boolean {
		if (!isSignal(written)) return false;
		// The site may have put another `$crisp` in its place: what counts is the client that has the signal.
		const seen = readClient(sight.client as CrispClient, settings.key);
		const isDelivered = seen?.value === written && seen.session === sight.session;
		if (isDelivered) deliver();
		// Until Crisp's 500 ms are over, the later write replaces the earlier one.
		else put();
		return isDelivered;
	}

	function fail(job: Job, code: SignalErrorCode, cause?: unknown) {
		const isHead = job === findHead();
		if (isHead && takeBack()) return;
		settle(job, new SignalError(code, job.signal, cause, isHead ? wait : "its turn"));
	}

	function abort(job: Job, cause?: unknown) {
		// What the outbox has no more, another page may be delivering.
		if (!job.isHandedOver || takeJobs(settings, isSameAs(job)).length) fail(job, "ABORTED", cause);
	}

	/**
	 * Settles what another page has delivered since this one was left. Gives up what has expired, by the clock, as timers stand
	 * still while a machine sleeps; and what is hopeless.
	 */
	function settleWhatIsOver() {
		const time = now();
		// While timers stand still, Crisp does not load either.
		const isAwake = time - lookedAt <= 2 * WAITING_INTERVAL;
		if (!isAwake || document.readyState !== "complete" || !isCrispMissing()) missingSince = time;
		for (const job of jobs) {
			const isBlocked = time - Math.max(missingSince, job.calledAt) >= BLOCKED_TIME;
			if (job.isHandedOver && readDelivered(settings).some(isSameAs(job))) settle(job);
			else if (job.expires <= time || isBlocked) fail(job, findClient() ? "TIMEOUT" : "CRISP_UNAVAILABLE");
		}
	}

	/** Takes what a page of this conversation has left. In another one, another person may sit there. */
	function takeOver({ session }: Sight) {
		const time = now();
		const owners = [session, findWebsite(), undefined];
		const isOver = ({ expires }: Job) => !(expires > time);
		// A hidden page would keep others from delivering it.
		const isVisible = document.visibilityState === "visible";
		const isOurs = (job: Job) => (isVisible ? owners.includes(job.owner) : jobs.some(isSameAs(job)));
		for (const stored of takeJobs(settings, (job) => isOver(job) || isOurs(job))) {
			// What is stored may be forged, or come from a clock that was set back since.
			const expires = Math.min(stored.expires, time + (stored.before ? REJOIN_TIME : settings.timeout));
			const job = { ...stored, expires, isHandedOver: false, settle: undefined };
			// Its own may be there still.
			const own = jobs.find(isSameAs(job));
			if (own) {
				makeWay(own);
				own.isHandedOver = false;
			} else if (isOver(job)) continue;
			else if (!job.before) insert(job);
			else if (!unproven || unproven.calledAt < job.calledAt) unproven = job;
		}
	}

	/** Crisp shows what its server holds. */
	function judge(job: Job | undefined) {
		const time = now();
		if (!job || !isLost(job, sight as Sight, time)) return;
		const last = readDelivered(settings)
			.filter(({ session }) => session === job.owner)
			.at(-1);
		// Another tab, or the head, has delivered since.
		if ((last && last.id !== job.id) || takeBack()) return;
		log(`${job.signal}: has not arrived`);
		insert({ ...job, before: undefined, expires: time + PROOF_TIME, repeats: job.repeats + 1 });
	}

	function observe(seen: Sight) {
		const { client, session, value, data } = seen;
		const isElsewhere = client !== sight.client || session !== sight.session;
		const isJoin = isElsewhere || data !== sight.data;
		const isFirst = state.session === undefined;
		const lastDelivered = unproven;
		if (isJoin) {
			values = [];
			unproven = undefined;
		}
		if (isElsewhere) {
			// The client of before may hold the signal unsent, and still send it.
			takeBack();
			written = "";
		}
		sight = seen;
		if (isJoin) {
			if (!isFirst && state.session !== session) pauses.forget();
			state.session = session;
			state.tell("join", session);
			if (!unproven) judge(lastDelivered);
		}
		if (value && !values.includes(value)) {
			remember(value);
			pauses.hear(value, "session", now(), isFirst);
		}
		if (state.current.pause) {
			// Newer than what was lost: a human may be there.
			unproven = undefined;
			for (const job of jobs) if (job.repeats) abort(job);
		}
	}

	/**
	 * One step of the head's way: a dummy; once that reads back and one delay is over, the signal; once that reads back, it is
	 * delivered, and the next one goes on. What is lost starts over.
	 */
	function step() {
		const head = findHead();
		if (!head) return letGo();
		// The look before was late, too. One alone does not tell: in a tab whose timers are slowed down to one a minute, Crisp's own
		// timer is as late as ours, and may come right after it.
		const isLate = lookedAt - writtenAt > PATIENCE;
		if (written && sight.value === written) {
			if (written === head.signal) deliver();
			else if (now() - writtenAt >= settings.delay) put(head, head.signal);
		} else if ((!written || isLate) && !takeBack()) put(head);
		if (findHead() !== head) step();
	}

	/**
	 * Whenever Crisp's client reconnects, it sends what it holds again, over what the server has got meanwhile. A leftover start
	 * restarts the bot over a human; a leftover dummy erases Enum's pause. Observed: Crisp client 2.10–2.17. So it is to hold
	 * nothing under our key while no signal is on its way.
	 *
	 * A client that hands out copies of its data cannot be emptied. There a delivered signal stays for a while, so that the client
	 * itself sends it again after a dead line, and is then overwritten.
	 */
	function letGo() {
		if (!sight.value || (sight.value !== written && isWriting())) return;
		written = "";
		empty(sight);
		const isHeld = isSignal(readCrisp(settings.key)?.value);
		// A pause is what the server is known to hold.
		if (isHeld && (!unproven || now() >= awaitedUntil)) put(undefined, state.current.pause?.value);
	}

	const isWriting = () => written !== "" && now() - writtenAt < PATIENCE;

	/** @param isSeen whether Crisp shows what is to be believed. */
	function findInterval(isSeen: boolean): number {
		const time = now();
		if (findHead() || isWriting()) {
			return Math.min(BUSY_INTERVAL, ...jobs.map(({ expires }) => expires - time));
		}
		const isAwaited = time < awaitedUntil && (!isSeen || unproven);
		return isAwaited || jobs.length ? WAITING_INTERVAL : IDLE_INTERVAL;
	}

	/** Leaves to other pages what is pending; and what is unproven, when the page is left. */
	function handOver() {
		takeBack();
		const owner = state.session ?? findWebsite();
		const own = jobs.filter(({ isHandedOver }) => !isHandedOver);
		const left: Job[] = own.map((job) => ({ ...job, owner }));
		const expires = now() + REJOIN_TIME;
		if (isLeft && unproven) left.push({ ...unproven, expires: Math.min(unproven.expires, expires) });
		if (!left.length || !editOutbox(settings, (outbox) => outbox.jobs.push(...left))) return;
		for (const job of own) job.isHandedOver = true;
		if (isLeft) unproven = undefined;
	}

	function leave() {
		isLeft = true;
		handOver();
		// When the page comes back, Crisp would send it over what other pages have delivered.
		empty(readCrisp(settings.key) ?? {});
		written = "";
	}

	return {
		send: (signal, timeout, aborts) =>
			new Promise((resolve, reject) => {
				const calledAt = now();
				const job = { id: createDummy(), signal, calledAt, expires: calledAt + timeout, repeats: 0, settle };
				const onAbort = () => abort(job, aborts?.reason);
				aborts?.addEventListener("abort", onAbort);
				function settle(error?: SignalError) {
					aborts?.removeEventListener("abort", onAbort);
					if (error) reject(error);
					else resolve();
				}
				insert(job);
				// Called by a listener of the site, to the leaving of the page. A listener of ours that is added to that while it is
				// dispatched does not run.
				if (isLeft || window.event?.type === "pagehide") leave();
				if (aborts?.aborted) onAbort();
			}),
		look() {
			if (isLeft) return undefined;
			const seen = readCrisp(settings.key);
			const ready = seen !== undefined;
			if (ready !== state.current.ready) state.set({ ready });
			const isStale = now() < staleUntil && seen?.data === sight.data;
			settleWhatIsOver();
			if (seen && !isStale) {
				takeOver(seen);
				observe(seen);
				step();
			}
			lookedAt = now();
			const before = wait;
			wait = written ? `Crisp to show ${written}` : findClient() ? "Crisp's session" : "Crisp";
			const head = findHead();
			if (head && wait !== before) log(`${head.signal}: waits for ${wait}`);
			return findInterval(ready && !isStale);
		},
		hide: handOver,
		leave,
		comeBack() {
			if (!isLeft) return;
			isLeft = false;
			const seen = readCrisp(settings.key);
			// A client that hands out copies shows no join.
			sight = seen?.data ? seen : {};
			staleUntil = now() + RETURN_TIME;
		},
		end() {
			for (const job of jobs) {
				takeJobs(settings, isSameAs(job));
				fail(job, "ABORTED");
			}
		},
	};
}
