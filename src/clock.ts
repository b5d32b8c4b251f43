/**
 * The one clock of a page: ms since 1970, as the sum of the forward steps of `Date.now()`. A clock that somebody sets back
 * stops nothing here. `performance.now()` would not go back either, but many test tools fake `Date` and timers only.
 */
export function createClock(): () => number {
	let lastReading = Date.now();
	let time = lastReading;
	return () => {
		const reading = Date.now();
		time += Math.max(0, reading - lastReading);
		lastReading = reading;
		return time;
	};
}

/** What zone.js puts on the page. */
interface Zone {
	current: { get(name: string): unknown };
}
type PatchedTimer = typeof setTimeout & { __zone_symbol__OriginalDelegate?: typeof setTimeout };

/**
 * The page's `setTimeout`, but not as a task of Angular's zone: there, a timer that starts itself again keeps an app from
 * ever becoming stable. Angular's own `fakeAsync` has to see the timer. Returns an undo.
 */
export function startTimer(callback: () => void, ms: number): () => void {
	const { Zone } = globalThis as { Zone?: Zone };
	const isFakeAsync = Zone?.current.get("FakeAsyncTestZoneSpec");
	const native = !isFakeAsync && (setTimeout as PatchedTimer).__zone_symbol__OriginalDelegate;
	const start = native || setTimeout;
	const timer = start(callback, ms);
	return () => clearTimeout(timer);
}
