const COMMAND = /^(?:start|pause)_chatbot$/;
/** ms from a push until Crisp's client sends it. */
const WRITE_WINDOW = 500;
/** ms from a call to the plain snippet until its value must have reached Crisp: its own second, and Crisp's window. */
const SNIPPET_PATIENCE = 2000;
/** ms from a join within which the library delivers again what has not arrived. */
const LIBRARY_PATIENCE = 4000;

export const isCommand = (value) => COMMAND.test(value);
export const isPause = (value) => String(value).startsWith("chatbot_paused:");

/** What Enum was told, and when it paused itself, noise left out. */
function readTold({ enumLog }) {
	return enumLog
		.filter(({ value, by }) => (by === "client" && isCommand(value)) || (by === "enum" && isPause(value)))
		.map(({ at, value }) => ({ at, value, isRepeat: false, isOverHuman: false }));
}

/** What Crisp's server held under Enum's key, from when to when; the last one to this day. */
function readHeld({ enumLog }) {
	return enumLog
		.map(({ at, value }, index) => ({ from: at, to: enumLog[index + 1]?.at, value }))
		.filter(({ value }) => value !== "");
}

/** Whose push it was: the first one after a call is that call's, a further one makes up for the call before. */
function assignPushes(calls, pushes) {
	for (const push of pushes.filter(({ value }) => isCommand(value))) {
		const own = calls.filter(({ at, signal }) => signal === push.value && at <= push.at);
		const call = own.find(({ pushes }) => !pushes.length) ?? own.at(-1);
		push.isAgain = Boolean(call?.pushes.length);
		call?.pushes.push(push);
	}
}

/** Whether it went into a dead line: it reads back, and is lost. */
const isUnheard = ({ at }, outages) =>
	outages.some(({ isUnnoticed, from, to = Infinity }) => {
		const sentAt = at + WRITE_WINDOW;
		return isUnnoticed && sentAt >= from && sentAt < to;
	});

/** Why the plain snippet, or Crisp behind it, has lost a call. */
function findLoss({ pages, outages }, { at, pushes }) {
	const page = pages.find(({ to = Infinity }) => at < to);
	const last = pushes.at(-1);
	if (last?.isUnheard) return "dead";
	const sentAt = last ? last.at + WRITE_WINDOW : Infinity;
	if (sentAt > page?.to) return "left";
	if (outages.some(({ from, to = Infinity }) => sentAt >= from && sentAt < to)) return "down";
	return last?.at < page?.joinedAt ? "early" : "overwritten";
}

/** Which of the calls Enum was told of. Of several on a dead line it is the last one. */
function findTold(calls, { at, value }) {
	const isPushed = ({ pushes }) => pushes.some((push) => push.at <= at);
	const waiting = calls.filter((call) => call.signal === value && !call.told && isPushed(call));
	return waiting.findLast(({ pushes }) => pushes[0].isUnheard) ?? waiting[0];
}

/** When the page of the call has joined next after a moment: has loaded, or is back on the line. */
function findNextJoin({ pages, outages }, after) {
	const joins = [...pages.map(({ joinedAt = Infinity }) => joinedAt), ...outages.map(({ to = Infinity }) => to)];
	return Math.min(...joins.filter((at) => at > after), Infinity);
}

/**
 * When the plain snippet has lost a call, if Enum was not told by then. Unknown while Crisp loads, and while the line is
 * dead: Crisp says again what it holds, as long as its page is open.
 */
function findSnippetDeadline(log, { at, pushes }) {
	const page = log.pages.find(({ to = Infinity }) => at < to);
	const { joinedAt = Infinity, to = Infinity } = page ?? {};
	const unheard = pushes.find(({ isUnheard }) => isUnheard);
	const known = unheard ? findNextJoin(log, findEnd(log, unheard)) : Math.max(at, joinedAt);
	return Math.min(known + SNIPPET_PATIENCE, to);
}

/** When Crisp's client has noticed that the line was dead; the reconnect comes after that. */
const findEnd = ({ outages }, { at }) =>
	outages.find(({ isUnnoticed, to = Infinity }) => isUnnoticed && at < to)?.to ?? Infinity;

/** When the library has given a call up, or will not make up for it. */
function findDeadline(log, { at, signal, pushes }) {
	const failure = log.failed.find((failed) => failed.signal === signal && failed.at >= at)?.at ?? Infinity;
	const last = pushes.at(-1);
	return last?.isUnheard ? Math.min(failure, findNextJoin(log, findEnd(log, last)) + LIBRARY_PATIENCE) : failure;
}

/**
 * What became of each call.
 *
 * @param settled how many of the first calls are settled, where Enum cannot be seen; undefined where it can.
 */
export function tellStory(log, now, isSnippet, settled) {
	const told = readTold(log);
	const held = readHeld(log);
	const wire = log.wire.flatMap(({ at, data, reason }) => ("enum" in data ? [{ at, value: data.enum, reason }] : []));
	const calls = log.calls.map((call) => ({ ...call, state: "pending", pushes: [] }));
	const pushes = log.pushes.map((push) => ({ ...push, isUnheard: isUnheard(push, log.outages) }));
	assignPushes(calls, pushes);

	for (const [index, entry] of told.entries()) {
		if (!isCommand(entry.value)) continue;
		const call = findTold(calls, entry);
		if (call) Object.assign(call, { told: entry, state: "delivered" });
		else entry.isRepeat = true;
		const before = told[index - 1];
		entry.isOverHuman = isPause(before?.value) && (!call || call.at < before.at);
	}
	for (const [index, call] of calls.entries()) {
		if (call.told) call.pushes = call.pushes.filter(({ at }) => at <= call.told.at);
		else if (now > (isSnippet ? findSnippetDeadline : findDeadline)(log, call)) {
			const isOverruled = !isSnippet && told.some(({ at, value }) => isPause(value) && at > call.at);
			call.state = isOverruled ? "overruled" : "lost";
			if (isSnippet) call.loss = findLoss(log, call);
		} else if (index < settled) call.state = "delivered";
	}
	return {
		calls,
		pushes,
		wire,
		told,
		held,
		pages: log.pages,
		outages: log.outages,
		isEnumSeen: settled === undefined,
	};
}
