import { cpus } from "node:os";

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

/** ms between two starts. */
const START_INTERVAL = 50;

/** The share of the machine's time that has to be free for one more. */
const FREE_SHARE = 0.03;

/** So many run on the busiest machine. */
const LEAST = 4;

/** ms of all processors since the machine was started. */
function readTimes() {
	const times = cpus().map(({ times }) => times);
	const sum = (...names: (keyof (typeof times)[number])[]) =>
		times.reduce((total, time) => names.reduce((part, name) => part + time[name], total), 0);
	return { idle: sum("idle"), all: sum("user", "nice", "sys", "idle", "irq") };
}

/**
 * Starts one after the other, as long as the machine is not busy with those that run. A journey that waits for a processor
 * takes longer than its page's visitor would, and costs more: its page draws, and its test asks, all the while.
 */
export function createLoadGate(): Slots {
	const waiting: (() => void)[] = [];
	let running = 0;
	let timer: NodeJS.Timeout | undefined;
	let last = readTimes();

	function start() {
		const times = readTimes();
		const isFree = times.idle - last.idle > FREE_SHARE * (times.all - last.all);
		last = times;
		if (isFree || running < LEAST) {
			running += 1;
			waiting.shift()?.();
		}
		if (waiting.length) return;
		clearInterval(timer);
		timer = undefined;
	}

	return async (journey) => {
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			timer ??= setInterval(start, START_INTERVAL);
		});
		try {
			return await journey();
		} finally {
			running -= 1;
		}
	};
}
