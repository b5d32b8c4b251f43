/** Engine.io's type "message" and socket.io's "event" (or "binary event"); then attachments, namespace and the number of an answer. */
const EVENT = /^4[25](?:\d+-)?(?:\/[^,]*,)?\d*(?=\[)/;

/**
 * An event as socket.io sends it over a WebSocket: `42["session:set_data",{…}]`.
 *
 * @returns `{ name, args }`, or nothing where the frame is something else.
 */
export function readEvent(frame) {
	const [start] = (typeof frame === "string" && EVENT.exec(frame)) || [];
	if (start === undefined) return undefined;
	try {
		const [name, ...args] = JSON.parse(frame.slice(start.length));
		return { name, args };
	} catch {
		return undefined;
	}
}

/** Where the value stands in Crisp's messages is nowhere documented, so all of the message is looked through. */
export function findValue(message, key) {
	if (typeof message !== "object" || message === null) return undefined;
	if (Object.hasOwn(message, key)) return message[key];
	for (const part of Object.values(message)) {
		const value = findValue(part, key);
		if (value !== undefined) return value;
	}
	return undefined;
}
