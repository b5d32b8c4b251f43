import { onEnd } from "../on-end.js";

/** ms */
const TICK = 50;

/** Tells how many ms have passed. It stands still while the machine does: an interval that was held up does not catch up. */
export function startClock(): () => number {
	let passed = 0;
	const timer = setInterval(() => {
		passed += TICK;
	}, TICK);
	onEnd(() => clearInterval(timer));
	return () => passed;
}
