import { crisp, drop, isLive, KEY, makeValue, read, readAll, write } from "../crisp.js";
import { until, wait } from "../wait.js";
import { put, sentValues, settle } from "./steps.js";

const COPIES =
	"A delivered signal stays in Crisp's client for two minutes. A pause that the page has not heard of can be lost at a reconnect, and none is heard there: use live pauses, and see the guide How delivery works.";

export const DATA_CHECKS = [
	{
		id: "live",
		title: "The session data is the client's own object",
		expected: `get("session:data") is the same object each time, and shows each write`,
		rests: "A delivered signal is deleted from it; another object tells of a reconnect",
		otherwise: COPIES,
		seconds: 1,
		async run() {
			const data = readAll();
			const value = makeValue();
			await put(value);
			if (!isLive()) return { holds: false, seen: "Another object each time: a copy" };
			const isShown = readAll() === data && data[KEY] === value;
			return { holds: isShown, seen: isShown ? "The same object, with the write" : "A write does not show in it" };
		},
	},
	{
		id: "delete",
		title: "Deleting takes, and sends nothing",
		expected: "it reads as null, nothing is sent, and the same value is sent afterwards",
		rests: "After each signal the library leaves nothing that Crisp could say again over a human",
		otherwise: COPIES,
		seconds: 4,
		async run(context) {
			const value = makeValue();
			await put(value);
			await settle(context);
			const mark = context.wire.mark();
			if (!drop()) return { holds: false, seen: "It is still there" };
			await settle(context);
			const isGone = read() === null;
			const { length } = sentValues(context, mark);
			write(value);
			await settle(context);
			const seen = `${isGone ? "Gone" : "Back again"}; ${length ? "something" : "nothing"} was sent`;
			if (!context.canRead)
				return { holds: isGone ? null : false, seen: `${isGone ? "Gone" : "Back again"}. The wire cannot be read.` };
			const isSentAgain = sentValues(context, mark).at(-1) === value;
			const again = isSentAgain ? "the value again afterwards" : "not the value afterwards";
			return { holds: isGone && !length && isSentAgain, seen: `${seen}, ${again}` };
		},
	},
	{
		id: "handlers",
		title: "One handler for each event",
		expected: "a second on() takes the place of the first",
		rests: "The library uses no on() and no off(): they would take your own handlers away",
		otherwise: "No harm: the library uses neither.",
		seconds: 2,
		async run() {
			const heard = [];
			const close = () => crisp().push(["do", "chat:close"]);
			close();
			await wait(300);
			for (const name of ["first", "second"]) crisp().push(["on", "chat:opened", () => heard.push(name)]);
			crisp().push(["do", "chat:open"]);
			await until(() => heard.length, 5000);
			await wait(100);
			crisp().push(["off", "chat:opened"]);
			close();
			if (!heard.length) return { holds: null, seen: "The chat did not say that it opened." };
			return { holds: heard.join() === "second", seen: `Called: the ${heard.join(", the ")}` };
		},
	},
];
