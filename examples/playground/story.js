const COMMAND = /^(?:start|pause)_chatbot$/;
/** ms between an entry of the wire and the change that it made, which are noted one after the other. */
const SAME = 20;
/** ms from a call to the plain snippet until its value must have reached Crisp: its own second, and Crisp's window. */
const SNIPPET_PATIENCE = 2000;

export const isCommand = (value) => COMMAND.test(value);
export const isPause = (value) => String(value).startsWith("chatbot_paused:");

/** What Enum was told, and when it paused itself, noise left out. */
function readTold({ enumLog, wire }) {
	const isResent = ({ at, value }) =>
		wire.some((sent) => {
			const isSame = sent.data.enum === value && sent.at <= at && at - sent.at < SAME;
			return isSame && sent.reason === "rejoin";
		});
	return enumLog
		.filter(({ value, by }) => (by === "client" && isCommand(value)) || (by === "enum" && isPause(value)))
		.map((entry, index, all) => ({
			at: entry.at,
			value: entry.value,
			isRepeat: entry.by === "client" && isResent(entry),
			isOverHuman: entry.by === "client" && isResent(entry) && isPause(all[index - 1]?.value),
		}));
}

/** When the plain snippet has lost a call, if Enum was not told by then. Unknown while Crisp loads: it may come yet. */
function findSnippetDeadline({ pages }, call) {
	const page = pages.find(({ to = Infinity }) => call.at < to);
	const { joinedAt = Infinity, to = Infinity } = page ?? {};
	return Math.min(Math.max(call.at, joinedAt) + SNIPPET_PATIENCE, to);
}

function findDeadline(log, call, isSnippet) {
	if (isSnippet) return findSnippetDeadline(log, call);
	return log.failed.find(({ at, signal }) => signal === call.signal && at >= call.at)?.at ?? Infinity;
}

/**
 * What became of each call.
 *
 * @param settled how many of the first calls are settled, where Enum cannot be seen; undefined where it can.
 */
export function tellStory(log, now, isSnippet, settled) {
	const told = readTold(log);
	const wire = log.wire.flatMap(({ at, data, reason }) => ("enum" in data ? [{ at, value: data.enum, reason }] : []));
	const calls = log.calls.map((call) => ({ ...call, state: "pending" }));

	for (const entry of told.filter(({ value, isRepeat }) => isCommand(value) && !isRepeat)) {
		const call = calls.find(({ at, signal, told }) => !told && signal === entry.value && at <= entry.at);
		if (call) Object.assign(call, { told: entry, state: "delivered" });
		else entry.isRepeat = true;
	}
	for (const [index, call] of calls.entries()) {
		const isLast = ({ at, value }) => value === call.signal && at >= call.at && at <= (call.told?.at ?? now);
		const next = calls.find(({ at, signal }) => at > call.at && signal === call.signal);
		call.push = log.pushes.findLast((push) => isLast(push) && (call.told || push.at < (next?.at ?? Infinity)));
		if (call.told) continue;
		if (now > findDeadline(log, call, isSnippet)) call.state = "lost";
		else if (index < settled) call.state = "delivered";
	}
	return {
		calls,
		pushes: log.pushes,
		wire,
		told,
		pages: log.pages,
		outages: log.outages,
		isEnumSeen: settled === undefined,
	};
}
