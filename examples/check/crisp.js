/** The only key that is written, but for the last check, which asks first. Enum does not listen to it. */
export const KEY = "crisp-signals-check";

let count = 0;

/** Text that the session does not hold yet. */
export function makeValue() {
	count += 1;
	return `check-${count}-${Math.random().toString(36).slice(2)}`;
}

/** Looked up each time: the client replaces it. */
export const crisp = () => window.$crisp;

/** As the library writes, and Crisp itself. */
export const nest = (key, value) => [[[key, value]]];

export const write = (value) => crisp().push(["set", "session:data", nest(KEY, value)]);

export const read = () => crisp().get("session:data", KEY);

/** All of the session data: the client's own object, or a copy. */
export const readAll = () => crisp().get("session:data");

/** Whether it is the same object each time. */
export function isLive() {
	const data = readAll();
	return readAll() === data;
}

/** Takes the key out of the client's own object. Returns whether it is gone. */
export function drop() {
	delete readAll()[KEY];
	return (read() ?? null) === null;
}
