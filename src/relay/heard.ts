import { parseRelayEvent, type RelayEvent } from "./relay-event.js";

/** The number is the format's version. */
const nameOf = (address: string) => `crisp-signals:1:relay:${address}`;

/**
 * The newest event that the pages of this tab have heard from a relay, so that none is told twice. One entry for each relay:
 * its address names the session, by its hash.
 */
export function recallHeard(address: string): RelayEvent | undefined {
	try {
		return parseRelayEvent(sessionStorage.getItem(nameOf(address)));
	} catch {
		return undefined;
	}
}

export function rememberHeard(address: string, event: RelayEvent): void {
	try {
		sessionStorage.setItem(nameOf(address), JSON.stringify(event));
	} catch {
		// Denied or full: the next page may hear it once more.
	}
}
