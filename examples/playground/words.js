import { isPause } from "./story.js";
import { labelOf } from "./svg.js";

const list = new Intl.ListFormat("en");

/** One sentence on a story, and whether it is a good one. */
export function describeVerdict({ calls, told, held, isEnumSeen }) {
	const by = (state) => calls.filter((call) => call.state === state);
	const names = (entries) => list.format(entries.map(({ signal }) => signal));
	const [delivered, lost, overruled, pending] = [by("delivered"), by("lost"), by("overruled"), by("pending")];
	const unheard = pending.filter(({ pushes }) => pushes.at(-1)?.isUnheard);
	const onTheWay = pending.filter((call) => !unheard.includes(call));
	const repeat = told.find(({ isRepeat }) => isRepeat);
	const overHuman = told.find(({ isOverHuman }) => isOverHuman);

	if (!calls.length && !repeat) return { tone: "none", text: "Nothing called yet." };
	// Without a look at Enum, what is known is that Crisp holds the value.
	const count = `${delivered.length} of ${calls.length} ${isEnumSeen ? "delivered" : "read back from Crisp"}`;
	const parts = [lost.length ? `${count}: ${names(lost)} ${lost.length > 1 ? "were" : "was"} lost` : count];
	if (unheard.length) parts.push(`${names(unheard)} went into a dead line`);
	if (onTheWay.length) parts.push(`${names(onTheWay)} on the way`);
	if (overruled.length) parts.push(`${names(overruled)} gave way to a human`);
	if (overHuman) parts.push(`${overHuman.value} was told ${overHuman.isRepeat ? "again " : ""}over a human`);
	else if (repeat) parts.push(`${repeat.value} was told again`);
	else if (isPause(held.at(-1)?.value)) parts.push("Enum's pause stands");
	const tone = lost.length || repeat || overHuman ? "bad" : pending.length ? "wait" : "good";
	return { tone, text: `${parts.join(", ")}.` };
}

/** The timeline in words, for those who do not see it. */
export function describeTimeline({ calls, told, outages, held }, toSeconds) {
	const seconds = (at) => `${toSeconds(at).toFixed(1)} s`;
	const lines = [
		...calls.map(({ at, signal, state }) => ({ at, text: `${signal} called, ${state}` })),
		...calls.flatMap(({ signal, pushes }) =>
			pushes.map(({ at, isUnheard }, index) => ({
				at,
				text: `${signal} pushed${index ? " again" : ""}${isUnheard ? ", lost on the dead line" : ""}`,
			})),
		),
		...outages.flatMap(({ from, to, isUnnoticed }) => [
			{ at: from, text: isUnnoticed ? "the line is dead, Crisp does not notice" : "the line is down" },
			...(to && !isUnnoticed ? [{ at: to, text: "the line is back" }] : []),
		]),
		...told.map(({ at, value, isRepeat }) => ({ at, text: `Enum: ${value}${isRepeat ? ", told again" : ""}` })),
	];
	const last = held.at(-1);
	const now = last && labelOf(last.value) ? ` Crisp's server holds ${last.value}.` : "";
	return (
		lines
			.toSorted((a, b) => a.at - b.at)
			.map(({ at, text }) => `${seconds(at)}: ${text}.`)
			.join(" ") + now
	);
}
