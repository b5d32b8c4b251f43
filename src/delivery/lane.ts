import type { Sight } from "../crisp.js";
import type { Journey } from "./journey.js";

export interface Lane {
	/** First in, first out. */
	readonly journeys: readonly Journey[];
	/** At an index, behind all by default. */
	add(journey: Journey, index?: number): void;
	remove(journey: Journey): void;
	/** Gives up what has expired, and goes on with the first one if Crisp is in sight; with the next ones as it settles. */
	step(sight: Sight | undefined): void;
}

/** Only the first signal writes, so that start, pause, start is delivered as start, pause, start. */
export function createLane(): Lane {
	let journeys: Journey[] = [];
	return {
		get journeys() {
			return journeys;
		},
		add(journey, index = journeys.length) {
			// The one that has been the first until now has to wait for its turn again.
			if (index === 0) journeys[0]?.takeBack();
			journeys = [...journeys.slice(0, index), journey, ...journeys.slice(index)];
		},
		remove(journey) {
			journeys = journeys.filter((other) => other !== journey);
		},
		step(sight) {
			for (const journey of journeys) journey.expire();
			let first: Journey | undefined;
			while (sight && journeys[0] && journeys[0] !== first) {
				first = journeys[0];
				first.step(sight);
			}
		},
	};
}
