/** Lets so many run at a time; the others wait for their turn. */
export function createSlots(count: number) {
	const waiting: (() => void)[] = [];
	let free = count;

	async function enter() {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
	}

	function leave() {
		const next = waiting.shift();
		if (next) next();
		else free += 1;
	}

	async function run<T>(journey: () => Promise<T>): Promise<T> {
		await enter();
		try {
			return await journey();
		} finally {
			leave();
		}
	}

	/** Held until the last one of those that run alone is done, so that the others wait once. */
	let allSlots: Promise<unknown> | undefined;
	let lastAlone: Promise<unknown> = Promise.resolve();
	let aloneCount = 0;

	function endAlone() {
		aloneCount -= 1;
		if (aloneCount > 0) return;
		allSlots = undefined;
		for (let slot = 0; slot < count; slot++) leave();
	}

	/** While nothing else runs. */
	function runAlone<T>(journey: () => Promise<T>): Promise<T> {
		aloneCount += 1;
		allSlots ??= Promise.all(Array.from({ length: count }, enter));
		const result = Promise.all([allSlots, lastAlone]).then(journey);
		lastAlone = result.catch(() => {}).then(endAlone);
		return result;
	}

	return { run, runAlone };
}
