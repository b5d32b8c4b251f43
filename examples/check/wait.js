/** ms between two looks. */
const INTERVAL = 10;

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns the first answer that is not falsy, or nothing after so many ms. */
export async function until(ask, ms) {
	const end = performance.now() + ms;
	for (;;) {
		const answer = ask();
		if (answer || performance.now() >= end) return answer || undefined;
		await wait(INTERVAL);
	}
}
