/**
 * Turns times into places on the timelines. While nothing happens it stands still, so that what has happened stays in
 * sight.
 */
export function createClock() {
	const origin = Date.now();
	const cuts = [];
	let isRunning = true;
	return {
		cuts,
		tick(now, isActive) {
			if (!isActive && isRunning) cuts.push({ from: now, to: now });
			if (!isRunning) cuts.at(-1).to = now;
			isRunning = isActive;
		},
		/** s since the start, idle time left out. */
		toSeconds(at) {
			const idle = cuts.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(at, to) - from), 0);
			return Math.max(0, at - origin - idle) / 1000;
		},
	};
}
