export type Slots = <T>(journey: () => Promise<T>) => Promise<T>;

/** Lets so many run at a time; the others wait for their turn. */
export function createSlots(count: number): Slots {
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

	return async (journey) => {
		await enter();
		try {
			return await journey();
		} finally {
			leave();
		}
	};
}
