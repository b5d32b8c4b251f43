/** ms */
const INTERVAL = 250;

/** Moves a bar on by the time that each check takes on the real Crisp, and stays below it until the check is done. */
export function createProgress(bar, checks) {
	const total = checks.reduce((sum, { seconds }) => sum + seconds, 0);
	let done = 0;
	let current = 0;
	let startedAt = 0;
	let timer;

	function draw() {
		const elapsed = (performance.now() - startedAt) / 1000;
		bar.value = (done + Math.min(elapsed, current * 0.9)) / total;
		timer = setTimeout(draw, INTERVAL);
	}

	return {
		start({ seconds }) {
			clearTimeout(timer);
			current = seconds;
			startedAt = performance.now();
			draw();
		},
		finish({ seconds }) {
			clearTimeout(timer);
			done += seconds;
			bar.value = done / total;
		},
	};
}
