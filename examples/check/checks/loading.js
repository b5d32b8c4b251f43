import { crisp, KEY, makeValue } from "../crisp.js";
import { until } from "../wait.js";
import { put, settle, show } from "./steps.js";

/** ms until Crisp counts as blocked. */
const LOADING = 30_000;

export const LOADING_CHECKS = [
	{
		id: "array",
		title: "Crisp's client takes the place of the array",
		expected: "$crisp is an array first, then an object with push and get",
		rests: "An array is Crisp that is still loading; nothing is written to it",
		otherwise: "No signal is delivered. If Crisp did not come, look for an ad blocker, a wrong id, or a small window.",
		isNeeded: true,
		seconds: 2,
		async run({ load }) {
			await load();
			const isArray = Array.isArray(crisp());
			const hasClient = () => !Array.isArray(crisp()) && typeof crisp()?.get === "function";
			if (!(await until(hasClient, LOADING))) return { holds: false, seen: "No client within 30 s" };
			const seen = `${isArray ? "An array" : "No array"}, then an object`;
			return { holds: isArray && typeof crisp().push === "function", seen };
		},
	},
	{
		id: "join",
		title: "No session id before the session is joined",
		expected: "session:identifier is null, then a text",
		rests: "Nothing is written before the id is there: it would stay on the page, and never be sent",
		otherwise: "Signals may be written too early and lost; they are delivered by the next page, if at all.",
		isNeeded: true,
		seconds: 2,
		async run() {
			const readId = () => crisp().get("session:identifier");
			const first = readId();
			const id = await until(readId, LOADING);
			if (id === undefined) return { holds: false, seen: "No id within 30 s" };
			if (first === id) return { holds: null, seen: "The session was joined before the first look." };
			return { holds: first === null && typeof id === "string", seen: `${show(first)}, then a ${typeof id}` };
		},
	},
	{
		id: "frames",
		title: "The wire can be read",
		expected: "text frames of socket.io, with the key that is written",
		rests: "Nothing in the library; on this page, the rows that tell what is sent",
		otherwise: "The library works all the same. This page cannot tell what is sent, and shows less.",
		seconds: 2,
		async run(context) {
			const { wire } = context;
			const mark = wire.mark();
			await put(makeValue());
			await settle(context);
			const [sent] = wire.sentSince(mark, KEY);
			context.canRead = sent !== undefined;
			return { holds: context.canRead, seen: sent ? `42["${sent.name}", …]` : `Not there: ${wire.describe()}` };
		},
	},
];
