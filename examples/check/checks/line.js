import { drop, isLive, makeValue, read, readAll } from "../crisp.js";
import { until } from "../wait.js";
import { beforeRejoin, NO_OUTAGE, put, rejoin, sentValues, settle, UNCUT, UNREADABLE, withSecond } from "./steps.js";

/** ms for which a write from elsewhere may take to show, if it ever does. */
const ELSEWHERE = 3000;

/** What the rows below look back at: two writes into a dead line, and the reconnect after it. */
async function loseLine(context) {
	const { wire } = context;
	await put(makeValue());
	await settle(context);
	const [lost, held] = [makeValue(), makeValue()];
	const before = beforeRejoin(context);
	const mark = wire.mark();
	wire.kill();
	try {
		await put(lost);
		await settle(context);
		await put(held);
		await settle(context);
	} finally {
		wire.endDead();
	}
	const beforeSent = wire.mark();
	await rejoin(context, before);
	const swallowed = sentValues(context, mark, true);
	return { lost, held, swallowed, arrived: sentValues(context, beforeSent), hasNewObject: readAll() !== before.data };
}

export const LINE_CHECKS = [
	{
		id: "dead",
		title: "A write into a dead line is lost",
		expected: "it reads back as if it had been sent, and never arrives",
		rests: "A delivered signal counts as proven only when the page has joined its session once more",
		otherwise: "No harm: Crisp itself brings such signals then.",
		seconds: 30,
		async run(context) {
			if (!context.wire.isOpen) return UNCUT;
			context.outage = await loseLine(context);
			if (!context.canRead) return { holds: null, seen: "It read back. The wire cannot be read." };
			const { lost, swallowed, arrived } = context.outage;
			const wasSent = swallowed.includes(lost);
			const seen = arrived.includes(lost) ? "sent again later" : "never sent again";
			return {
				holds: wasSent && !arrived.includes(lost),
				seen: `Read back, ${wasSent ? "sent into the dead line" : "not sent"}, ${seen}`,
			};
		},
	},
	{
		id: "resends",
		title: "A reconnect sends what the page holds",
		expected: "the value that stood there is sent again",
		rests: "The library leaves nothing there: an old start would be said again over a human",
		otherwise: "No harm: nothing is said twice then.",
		seconds: 0,
		async run({ outage, canRead }) {
			if (!outage) return NO_OUTAGE;
			if (!canRead) return UNREADABLE;
			const isSent = outage.arrived.includes(outage.held);
			return { holds: isSent, seen: isSent ? "It was sent again" : "It was not sent again" };
		},
	},
	{
		id: "object",
		title: "Another object after a reconnect",
		expected: `get("session:data") is another object`,
		rests: "It tells that the server's data has just been read: whether the last signal arrived, whether Enum paused",
		otherwise:
			"What a dead line has swallowed is delivered again by the next page only, and no pause is heard at a reconnect.",
		seconds: 0,
		async run({ outage }) {
			if (!outage) return NO_OUTAGE;
			if (!isLive()) return { holds: null, seen: "Copies are others each time." };
			return { holds: outage.hasNewObject, seen: outage.hasNewObject ? "Another object" : "The same object" };
		},
	},
	{
		id: "elsewhere",
		title: "What is written elsewhere does not reach an open page",
		expected: "what a second client of this session writes does not show here",
		rests: "Live pauses take a relay on your server; without it, a page hears of pauses when it loads or reconnects",
		otherwise: "Pauses may be heard without a relay. We would like to know.",
		seconds: 8,
		run: (context) =>
			withSecond(context, async (second) => {
				drop();
				const value = makeValue();
				second.write(value);
				if (!(await until(() => second.read() === value, 5000)))
					return { holds: null, seen: "The second client took no write." };
				await settle(context);
				context.elsewhere = value;
				const isShown = await until(() => read() === value, ELSEWHERE);
				return { holds: !isShown, seen: isShown ? "It showed" : "It did not show within 3 s" };
			}),
	},
	{
		id: "takes",
		title: "A reconnect takes what the page does not hold",
		expected: "the server's value reads here",
		rests: "Pauses that came meanwhile are heard at a reconnect; a signal that did not arrive is delivered again",
		otherwise: "onPaused hears of no pause at a reconnect: use live pauses.",
		seconds: 25,
		async run(context) {
			if (!context.wire.isOpen) return UNCUT;
			if (!drop()) return { holds: null, seen: "Nothing can be deleted, so the page holds it." };
			const before = beforeRejoin(context);
			context.wire.close();
			await rejoin(context, before);
			const expected = context.elsewhere ?? context.outage?.held;
			const isRead = read() !== null && (read() === expected || expected === undefined);
			return { holds: isRead, seen: isRead ? "The server's value" : `Read ${JSON.stringify(read())}` };
		},
	},
];
