/**
 * What Enum was told, or told: a command or a pause, as Crisp's web hook brought it.
 *
 * @example
 * const event: RelayEvent = { value: "chatbot_paused:human", at: Date.now() };
 */
export interface RelayEvent {
	/** `start_chatbot`, `pause_chatbot` or `chatbot_paused:…`, as it stands in Crisp's session data. */
	value: string;
	/** When it happened, by Crisp's clock: ms since 1970. */
	at: number;
}

/** What a bus knows a session by. Relays of several keys may share one. */
export const topicOf = (key: string, sessionHash: string) => `${key}:${sessionHash}`;

/** ms that an event stands, and that a hook may be late. What has expired is older than any hook that still counts. */
export const LIFETIME = 24 * 60 * 60 * 1000;

/**
 * In the same millisecond the text decides, which also puts commands after pauses: "c" < "p" < "s". Compared as UTF-8, as
 * Redis does.
 */
export function isNewer(event: RelayEvent, other: RelayEvent): boolean {
	return event.at === other.at ? compareBytes(event.value, other.value) > 0 : event.at > other.at;
}

function compareBytes(text: string, other: string): number {
	const [bytes, others] = [text, other].map((each) => new TextEncoder().encode(each)) as [Uint8Array, Uint8Array];
	const index = bytes.findIndex((byte, place) => byte !== others[place]);
	return index < 0 ? bytes.length - others.length : (bytes[index] ?? 0) - (others[index] ?? -1);
}
