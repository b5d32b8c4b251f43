import { isPause, isSignal } from "../signals.js";

/** What Enum was told, or told, as the relay heard it by Crisp's web hook. */
export interface RelayEvent {
	/** A signal or a pause, as it stands in Crisp's session data. */
	value: string;
	/** When it happened, by Crisp's clock: ms since 1970. */
	at: number;
}

/** Reads an event's data; undefined for anything that no relay sends. */
export function parseRelayEvent(data: unknown): RelayEvent | undefined {
	try {
		const { value, at } = JSON.parse(`${data}`) as Partial<RelayEvent>;
		const isKnown = isSignal(value) || isPause(value);
		return isKnown && Number.isFinite(at) ? ({ value, at } as RelayEvent) : undefined;
	} catch {
		return undefined;
	}
}

/** In the same millisecond the text decides, which puts commands after pauses, as in the relay: "c" < "p" < "s". */
export const isNewer = ({ value, at }: RelayEvent, other: RelayEvent): boolean =>
	at === other.at ? value > other.value : at > other.at;
