import { afterEach, beforeEach, describe, vi } from "vitest";
import type { Outbox } from "../../src/delivery/outbox.js";
import { configure, startChatbot } from "../../src/index.js";
import { createFakeCrisp, type FakeCrisp, type FakeCrispOptions } from "../../src/testing/index.js";

/** ms after which any fake Crisp of these tests has loaded and joined. */
export const JOINED = 1000;

/** ms between two looks once Crisp has joined and nothing is unproven. */
export const IDLE_INTERVAL = 15_000;

let liveData = true;
let crisps: FakeCrisp[] = [];
type ListenerArgs = Parameters<typeof window.addEventListener>;

export interface PageListener {
	add(): void;
	remove(): void;
	isSame(target: EventTarget, args: ListenerArgs): boolean;
}

/** All listeners on the window and the document, so that a page can be taken down with all that listens on it. */
const listeners = new Set<PageListener>();

/** Each test gets a page of its own, with fake timers; nothing is left over for the next one. */
export function usePage(): void {
	beforeEach(openPage);
	afterEach(closePage);
}

export function openPage(): void {
	vi.useFakeTimers();
	vi.setSystemTime(new Date("2026-01-01T12:00:00Z"));
	localStorage.clear();
	sessionStorage.clear();
}

export function closePage(): void {
	vi.restoreAllMocks();
	for (const crisp of crisps) crisp.uninstall();
	crisps = [];
	endPage();
	sessionStorage.clear();
	localStorage.clear();
	document.body.innerHTML = "";
	vi.useRealTimers();
}

/** A client with a live object behind `get("session:data")`, and one that hands out copies. */
export function onEachClient(define: () => void): void {
	for (const isLive of [true, false]) {
		describe(isLive ? "a client whose data is live" : "a client that hands out copies", () => {
			beforeEach(() => {
				liveData = isLive;
			});
			afterEach(() => {
				liveData = true;
			});
			define();
		});
	}
}

export function makeCrisp(options?: FakeCrispOptions): FakeCrisp {
	const crisp = createFakeCrisp({ liveData, ...options });
	crisps.push(crisp);
	return crisp;
}

/** A Crisp that has loaded and joined. */
export async function installCrisp(options?: FakeCrispOptions): Promise<FakeCrisp> {
	const crisp = makeCrisp(options);
	crisp.install();
	await vi.advanceTimersByTimeAsync(JOINED);
	return crisp;
}

/** The visitor goes to another page, or reloads this one: all that ran here is gone, Crisp's server and storage stay. */
export function changePage(crisp: FakeCrisp): void {
	leavePage(crisp);
	crisp.install();
	// The first use of the library on the new page.
	configure();
}

/** The page is being left. As in browsers, `window.event` is the event that is being dispatched; happy-dom knows none. */
export function hidePage(): void {
	const event = new Event("pagehide");
	Object.defineProperty(window, "event", { configurable: true, value: event });
	window.dispatchEvent(event);
	Reflect.deleteProperty(window, "event");
}

/** To a page without Crisp and without the library. */
export function leavePage(crisp: FakeCrisp): void {
	hidePage();
	crisp.unload();
	endPage();
}

/**
 * Into the back/forward cache and out of it. What happens meanwhile is the other page's, which has a queue of its own.
 *
 * @param other the Crisp of that page. As the fake has one client, a new one stands for the one that comes back.
 */
export async function visitAnotherPage(visit: () => Promise<void>, other?: FakeCrisp): Promise<void> {
	hidePage();
	const page = window as unknown as Record<symbol, unknown>;
	const kept = ownSymbols().map((symbol) => [symbol, page[symbol]] as const);
	for (const symbol of ownSymbols()) delete page[symbol];
	const frozen = detachListeners();
	await visit();
	hidePage();
	detachListeners();
	other?.reload();
	attachListeners(frozen);
	for (const [symbol, value] of kept) page[symbol] = value;
	// In this order in Chromium 156, Firefox 153 and WebKitGTK 2.50.
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
	window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
}

/** A localStorage with other methods. happy-dom binds those of its own one by one, so they cannot be replaced there. */
export function replaceStorage(methods: Partial<Storage>): void {
	const storage = window.localStorage;
	vi.spyOn(window, "localStorage", "get").mockReturnValue({
		...storage,
		getItem: (name) => storage.getItem(name),
		setItem: (name, text) => storage.setItem(name, text),
		...methods,
	});
}

const OUTBOX = "crisp-signals:2:enum";

export const readOutbox = (): Outbox =>
	JSON.parse(localStorage.getItem(OUTBOX) ?? JSON.stringify({ jobs: [], delivered: [] }));

/** As another page does it. */
export function changeOutbox(edit: (outbox: Outbox) => void): void {
	const outbox = readOutbox();
	edit(outbox);
	localStorage.setItem(OUTBOX, JSON.stringify(outbox));
}

/** The system kills the tab: its page hears of nothing. */
export function killPage(crisp: FakeCrisp): void {
	crisp.unload();
	endPage();
}

/** The values that were pushed to Crisp; "dummy" for any number. */
export const pushedValues = (crisp: FakeCrisp): string[] =>
	crisp.pushed.map(({ command }) => {
		const [[[, value]]] = command[2] as [[[string, string]]];
		return Number.isNaN(Number(value)) ? value : "dummy";
	});

/** A page that takes what is in the outbox, and is left when it is delivered. */
export async function deliverThere(crisp: FakeCrisp): Promise<void> {
	crisp.reload();
	configure();
	await pass(5000);
}

function ownSymbols() {
	return Object.getOwnPropertySymbols(window).filter(({ description }) => description?.startsWith("crisp-signals"));
}

/** A hidden tab of Chrome after a while: its timers wake up together, on the minute, in the order of their due times. */
export function createThrottle() {
	const { setTimeout, clearTimeout } = globalThis;
	interface Sleeper {
		due: number;
		callback: () => void;
		timer?: ReturnType<typeof setTimeout>;
	}
	const asleep = new Set<Sleeper>();
	let isThrottled = false;
	let alarm: ReturnType<typeof setTimeout> | undefined;

	function wakeUp() {
		alarm = undefined;
		for (;;) {
			const [next] = [...asleep].filter(({ due }) => due <= Date.now()).sort((one, other) => one.due - other.due);
			if (!next) break;
			asleep.delete(next);
			next.callback();
		}
		setAlarm();
	}

	function setAlarm() {
		if (asleep.size) alarm ??= setTimeout(wakeUp, isThrottled ? 60_000 - (Date.now() % 60_000) : 0);
	}

	globalThis.setTimeout = ((callback: () => void, ms = 0) => {
		if (!isThrottled) return setTimeout(callback, ms);
		const entry: Sleeper = { due: Date.now() + ms, callback };
		asleep.add(entry);
		setAlarm();
		return entry;
	}) as typeof setTimeout;
	globalThis.clearTimeout = ((timer: (Sleeper & ReturnType<typeof setTimeout>) | undefined) => {
		if (timer && !asleep.delete(timer)) clearTimeout(timer.timer ?? timer);
	}) as typeof clearTimeout;

	return {
		set(isOn: boolean) {
			isThrottled = isOn;
			if (isOn) return;
			clearTimeout(alarm);
			alarm = undefined;
			for (const sleeper of asleep) {
				sleeper.timer = setTimeout(sleeper.callback, Math.max(0, sleeper.due - Date.now()));
			}
			asleep.clear();
		},
		/** The page is gone with its timers. */
		forget() {
			asleep.clear();
			isThrottled = false;
		},
		restore() {
			Object.assign(globalThis, { setTimeout, clearTimeout });
		},
	};
}

/** A start that is on its way for so many ms, on a page whose Crisp has joined before. */
export async function startOnItsWay(ms: number, options?: FakeCrispOptions) {
	const crisp = await installCrisp(options);
	const controller = new AbortController();
	const start = watch(startChatbot({ signal: controller.signal }));
	await pass(ms);
	return { crisp, start, abort: (reason?: unknown) => controller.abort(reason) };
}

export async function pass(ms: number): Promise<void> {
	await vi.advanceTimersByTimeAsync(ms);
}

/** Watches a signal's promise: "pending", "sent", or the error. */
export function watch(promise: Promise<void>): { outcome: unknown } {
	const seen: { outcome: unknown } = { outcome: "pending" };
	promise.then(
		() => {
			seen.outcome = "sent";
		},
		(error) => {
			seen.outcome = error;
		},
	);
	return seen;
}

for (const target of [window, document]) {
	const { addEventListener, removeEventListener } = target;
	target.addEventListener = (...args: ListenerArgs) => {
		const [type, listener] = args;
		const entry = {
			add: () => addEventListener.apply(target, args),
			remove: () => removeEventListener.apply(target, args),
			isSame: (other: EventTarget, [otherType, otherListener]: ListenerArgs) =>
				other === target && otherType === type && otherListener === listener,
		};
		entry.add();
		listeners.add(entry);
	};
	target.removeEventListener = (...args: ListenerArgs) => {
		for (const entry of listeners) if (entry.isSame(target, args)) listeners.delete(entry);
		removeEventListener.apply(target, args);
	};
}

/** Returns those that it has taken off. */
export function detachListeners(): PageListener[] {
	const detached = [...listeners];
	for (const { remove } of detached) remove();
	listeners.clear();
	return detached;
}

export function attachListeners(detached: readonly PageListener[]): void {
	for (const entry of detached) {
		entry.add();
		listeners.add(entry);
	}
}

function endPage() {
	detachListeners();
	// It sets the clock back to where the fake timers began, too.
	const now = Date.now();
	vi.clearAllTimers();
	vi.setSystemTime(now);
	for (const symbol of ownSymbols()) delete (window as unknown as Record<symbol, unknown>)[symbol];
}
