import type { Sight } from "../crisp.js";
import { describeWait } from "./describe-wait.js";
import type { Journey } from "./journey.js";

export interface Lane {
	/** First in, first out. */
	readonly journeys: readonly Journey[];
	/** In the order of the calls, on this page and on those before it. */
	add(journey: Journey): void;
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
		add(journey) {
			const now = performance.timeOrigin + performance.now();
			const lastCall = Number(journeys.at(-1)?.job.calledAt ?? 0);
			journey.job.calledAt ??= Math.max(now, lastCall + 1);
			const { calledAt } = journey.job;
			const isLater = ({ job }: Journey) => Number(job.calledAt) > calledAt;
			// The one that has been the first until now has to wait for its turn again.
			if (journeys[0] && isLater(journeys[0])) journeys[0].takeBack();
			const later = journeys.filter(isLater);
			journeys = [...journeys.filter((other) => !isLater(other)), journey, ...later];
		},
		remove(journey) {
			journeys = journeys.filter((other) => other !== journey);
		},
		step(sight) {
			for (const journey of journeys) journey.expire();
			if (!sight) journeys[0]?.waitFor(describeWait());
			for (const journey of journeys.slice(1)) journey.waitFor("its turn");
			let first: Journey | undefined;
			while (sight && journeys[0] && journeys[0] !== first) {
				first = journeys[0];
				first.step(sight);
			}
		},
	};
}
