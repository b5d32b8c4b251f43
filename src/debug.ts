import type { Log } from "./delivery/journey.js";

/** In User Timing, DevTools' performance panel shows wait, dummy, hold and value one after the other. */
export const logStep: Log = (step, phase, start) => {
	console.debug("[crisp-signals]", step);
	if (start) performance.measure(`crisp-signals:${phase}`, { start });
};
