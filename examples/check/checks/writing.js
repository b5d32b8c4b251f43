import { KEY, makeValue, read, readAll, write } from "../crisp.js";
import { until, wait } from "../wait.js";
import { put, sentValues, settle, show, UNREADABLE } from "./steps.js";

/** ms by which a look may be late before the measurement counts for nothing. */
const LATE = 60;

/** ms from a write until it reads back; nothing where the machine was too busy to tell. */
async function measureWindow() {
	const value = makeValue();
	const start = performance.now();
	let last = start;
	let isLate = false;
	write(value);
	const hasTaken = () => {
		const now = performance.now();
		isLate ||= now - last > LATE;
		last = now;
		return read() === value;
	};
	if (!(await until(hasTaken, 5000))) throw new Error("It did not read back within 5 s");
	return isLate ? undefined : last - start;
}

export const WRITING_CHECKS = [
	{
		id: "window",
		title: "A write reads back at the end of a window",
		expected: "after 500 ms, 400 to 600",
		rests: "The option delay: 1,000 ms between the dummy and the signal, at least 600",
		otherwise:
			"Signals still arrive: the library goes on when it reads back what it wrote. A longer window makes them later.",
		seconds: 3,
		async run(context) {
			const lengths = [];
			for (let round = 0; round < 6 && lengths.length < 3; round++) {
				lengths.push(...[await measureWindow()].filter(Boolean));
			}
			if (!lengths.length) return { holds: null, seen: "This machine is too busy to measure it." };
			const length = Math.round(Math.min(...lengths));
			context.length = Math.max(length, context.length);
			return { holds: length >= 400 && length <= 600, seen: `After ${length} ms` };
		},
	},
	{
		id: "merge",
		title: "Two writes in one window become one",
		expected: "only the second is sent",
		rests: "The hold between dummy and signal, and one signal at a time",
		otherwise: "No harm: the library never writes twice in one window.",
		seconds: 2,
		async run(context) {
			const mark = context.wire.mark();
			const [first, second] = [makeValue(), makeValue()];
			write(first);
			await wait(100);
			await put(second);
			await settle(context);
			if (!context.canRead) return UNREADABLE;
			const sent = sentValues(context, mark);
			const names = sent.map((value) => (value === second ? "the second" : "the first"));
			return { holds: names.join() === "the second", seen: `Sent: ${names.join(", ") || "nothing"}` };
		},
	},
	{
		id: "equal",
		title: "A repeated value goes nowhere",
		expected: "nothing is sent",
		rests: "The dummy that goes before each signal",
		otherwise: "No harm: the dummies are needless then.",
		seconds: 2,
		async run(context) {
			const value = makeValue();
			await put(value);
			await settle(context);
			const mark = context.wire.mark();
			write(value);
			await settle(context);
			if (!context.canRead) return UNREADABLE;
			const { length } = sentValues(context, mark);
			return { holds: length === 0, seen: length ? "It was sent again" : "Nothing was sent" };
		},
	},
	{
		id: "number",
		title: "The text of a number becomes a number",
		expected: `"0.25" reads as 0.25`,
		rests: "Values are compared as text, as a dummy such as 0.42 comes back as a number",
		otherwise: "No harm: as text, both are the same.",
		seconds: 1,
		async run(context) {
			write("0.25");
			const value = await until(() => String(read()) === "0.25" && read(), 5000);
			await settle(context);
			if (value === undefined) return { holds: false, seen: `Read ${show(read())}` };
			return { holds: value === 0.25, seen: `Read ${show(value)}` };
		},
	},
	{
		id: "falsy",
		title: "A falsy value reads as nothing",
		expected: "0 reads as null, and is held",
		rests: "What reads as null counts as nothing; the library writes no falsy value",
		otherwise: "No harm: another code's falsy value is not a signal either way.",
		seconds: 1,
		async run(context) {
			write(0);
			await settle(context);
			const held = readAll()[KEY];
			return { holds: read() === null && held === 0, seen: `Read ${show(read())}, held ${show(held)}` };
		},
	},
];
