import { isLive, KEY, read, readAll, write } from "../crisp.js";
import { until, wait } from "../wait.js";

/** ms after which a write that does not read back is given up. */
const PATIENCE = 5000;
/** ms for a reconnect. Crisp's client takes up to 25 s, and more from its second attempt on. */
const RECONNECT = 90_000;
/** ms from a new socket until the session is joined again. */
const REJOIN = 10_000;

/** ms until a second client has joined. */
const SECOND = 20_000;

/** In words, as it would stand in code. */
export const show = (value) => JSON.stringify(value) ?? "nothing";

/** Writes, and waits until it reads back. */
export async function put(value) {
	write(value);
	if (!(await until(() => read() === value, PATIENCE))) throw new Error(`${show(value)} did not read back`);
}

/** Until every write is over the wire, or will never be. */
export const settle = ({ length }) => wait(2 * length + 200);

/** The line is cut already: waits until the client has a new one and has joined again. */
export async function rejoin(context, { opened, data }) {
	if (!(await until(() => context.wire.opened > opened, RECONNECT))) throw new Error("no new socket in 90 s");
	// Where there is no object to tell by, a while will do.
	if (!isLive()) await wait(REJOIN / 2);
	await until(() => readAll() !== data, REJOIN);
	await settle(context);
}

/** Runs with a second client of this session. Without one there is nothing to see. */
export async function withSecond({ openSecond }, use) {
	const second = await openSecond();
	try {
		if (!(await until(second.isJoined, SECOND))) return { holds: null, seen: "The second client did not join." };
		if (!second.isSameSession()) return { holds: null, seen: "The second client has a session of its own." };
		return await use(second);
	} finally {
		second.close();
	}
}

/** What is compared after a rejoin. */
export const beforeRejoin = ({ wire }) => ({ opened: wire.opened, data: readAll() });

/** The values that crossed the wire since then, or were sent into a dead one. */
export const sentValues = ({ wire }, mark, isLost = false) =>
	wire
		.sentSince(mark, KEY)
		.filter((sent) => sent.isLost === isLost)
		.map(({ value }) => value);

export const UNREADABLE = { holds: null, seen: "The wire cannot be read." };
export const UNCUT = { holds: null, seen: "There is no WebSocket to cut." };
export const NO_OUTAGE = { holds: null, seen: "No reconnect was seen." };
