import { createFakeCrisp, type FakeCrisp, type FakeCrispOptions } from "../../src/testing/index.js";
import { attachListeners, detachListeners, type PageListener } from "./helpers.js";

/** What each page has of its own. */
const GLOBALS = ["$crisp", "$__CRISP_INSTANCE", "$__CRISP_INCLUDED", "CRISP_WEBSITE_ID", Symbol.for("crisp-signals:2")];

interface Timer {
	callback: () => void;
	id?: ReturnType<typeof setTimeout>;
}

/** A page in a tab of its own, or one of several in one tab. All of them share storage and Crisp's server. */
export interface TabPage {
	readonly crisp: FakeCrisp;
	/** Runs something as code of this page. */
	run<T>(task: () => T): T;
	/** In front, or in the background, where timers wake up once a minute. */
	show(isVisible: boolean): void;
	/** `pagehide`. The page is gone, or in the back/forward cache: its timers stand still. */
	leave(): void;
	/** Out of the back/forward cache. */
	comeBack(): void;
	/** Thrown away. */
	end(): void;
}

/** The page whose code is running. */
let running: { enter(): void; exit(): void } | undefined;
let setTimer: ((callback: () => void, ms?: number) => unknown) | undefined;

/** Gives timers to the page that has set them. Call it after fake timers are on; returns an undo. */
export function followTimers(): () => void {
	const { setTimeout, clearTimeout } = globalThis;
	globalThis.setTimeout = ((callback: () => void, ms?: number) =>
		setTimer ? setTimer(callback, ms) : setTimeout(callback, ms)) as typeof setTimeout;
	globalThis.clearTimeout = ((timer: (Timer & ReturnType<typeof setTimeout>) | undefined) => {
		if (timer && "callback" in timer) timer.callback = () => {};
		clearTimeout(timer && "callback" in timer ? timer.id : timer);
	}) as typeof clearTimeout;
	return () => {
		running?.exit();
		running = undefined;
		Reflect.deleteProperty(document, "visibilityState");
		Object.assign(globalThis, { setTimeout, clearTimeout });
	};
}

/**
 * @param realSetTimeout that of the fake timers
 * @param onTimer is called after each timer of the page
 */
export function createPage(options: FakeCrispOptions, realSetTimeout: typeof setTimeout, onTimer: () => void): TabPage {
	let globals: Record<string | symbol, unknown> = {};
	let listeners: PageListener[] = [];
	let isVisible = true;
	let isFrozen = false;
	/** Timers that are due and may not run yet, in the order of their due times. */
	let asleep: Timer[] = [];
	const ids = new Set<ReturnType<typeof setTimeout>>();

	function wakeUp() {
		if (isFrozen) return;
		const due = asleep;
		asleep = [];
		for (const { callback } of due) runTimer(callback);
	}

	function runTimer(callback: () => void) {
		run(callback);
		onTimer();
	}

	function setRealTimer(callback: () => void, ms?: number) {
		const id = realSetTimeout(() => {
			ids.delete(id);
			callback();
		}, ms);
		ids.add(id);
		return id;
	}

	function setOwnTimer(callback: () => void, ms?: number) {
		const timer: Timer = { callback };
		timer.id = setRealTimer(() => {
			if (isVisible && !isFrozen) return runTimer(timer.callback);
			asleep.push(timer);
			// A hidden tab of Chrome after a while: its timers wake up together, on the minute.
			if (asleep.length === 1) setRealTimer(wakeUp, 60_000 - (Date.now() % 60_000));
		}, ms);
		return timer;
	}

	const self = {
		enter() {
			Object.assign(globalThis, globals);
			attachListeners(listeners);
			const visibilityState = isVisible ? "visible" : "hidden";
			Object.defineProperty(document, "visibilityState", { configurable: true, value: visibilityState });
			setTimer = setOwnTimer;
		},
		exit() {
			const page = globalThis as unknown as Record<string | symbol, unknown>;
			globals = {};
			for (const name of GLOBALS) {
				if (name in page) globals[name] = page[name];
				delete page[name];
			}
			listeners = detachListeners();
			setTimer = undefined;
		},
	};

	function run<T>(task: () => T): T {
		if (running === self) return task();
		const before = running;
		before?.exit();
		running = self;
		self.enter();
		try {
			return task();
		} finally {
			self.exit();
			running = before;
			before?.enter();
		}
	}

	const crisp = createFakeCrisp(options);
	return {
		crisp,
		run,
		show(isNowVisible) {
			if (isVisible === isNowVisible) return;
			isVisible = isNowVisible;
			run(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
			if (isVisible) wakeUp();
		},
		leave() {
			run(() => window.dispatchEvent(new Event("pagehide")));
			isFrozen = true;
		},
		comeBack() {
			isFrozen = false;
			run(() => {
				// In this order in Chromium 156, Firefox 153 and WebKitGTK 2.50.
				document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
				window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
			});
			wakeUp();
		},
		end() {
			run(() => crisp.unload());
			for (const id of ids) clearTimeout(id);
			asleep = [];
		},
	};
}
