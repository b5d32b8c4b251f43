/** Lets so many run at a time; the others wait for their turn. */
export function createSlots(count: number) {
	const waiting: (() => void)[] = [];
	let free = count;
	let lastAlone: Promise<unknown> = Promise.resolve();

	async function enter() {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
	}

	function leave() {
		const next = waiting.shift();
		if (next) next();
		else free += 1;
	}

	async function run<T>(journey: () => Promise<T>, slots = 1): Promise<T> {
		const taken = Array.from({ length: slots }, enter);
		try {
			await Promise.all(taken);
			return await journey();
		} finally {
			for (const _ of taken) leave();
		}
	}

	return {
		run,
		/** While nothing else runs. */
		runAlone<T>(journey: () => Promise<T>): Promise<T> {
			const result = lastAlone.then(() => run(journey, count));
			lastAlone = result.catch(() => {});
			return result;
		},
	};
}
