const list = new Intl.ListFormat("en");

/** One sentence on a story, and whether it is a good one. */
export function describeVerdict({ calls, told, isEnumSeen }) {
	const by = (state) => calls.filter((call) => call.state === state);
	const names = (entries) => list.format(entries.map(({ signal }) => signal));
	const [delivered, lost, pending] = [by("delivered"), by("lost"), by("pending")];
	const repeat = told.find(({ isRepeat }) => isRepeat);
	const overHuman = told.find(({ isOverHuman }) => isOverHuman);

	if (!calls.length && !repeat) return { tone: "none", text: "Nothing called yet." };
	// Without a look at Enum, what is known is that Crisp holds the value.
	const count = `${delivered.length} of ${calls.length} ${isEnumSeen ? "delivered" : "read back from Crisp"}`;
	const parts = [lost.length ? `${count}: ${names(lost)} ${lost.length > 1 ? "were" : "was"} lost` : count];
	if (pending.length) parts.push(`${names(pending)} on the way`);
	if (overHuman) parts.push(`${overHuman.value} was told again over a human`);
	else if (repeat) parts.push(`${repeat.value} was told again`);
	const tone = lost.length || repeat ? "bad" : pending.length ? "wait" : "good";
	return { tone, text: `${parts.join(", ")}.` };
}

/** The timeline in words, for those who do not see it. */
export function describeTimeline({ calls, told }, toSeconds) {
	const seconds = (at) => `${toSeconds(at).toFixed(1)} s`;
	const lines = [
		...calls.map(({ at, signal, state }) => ({ at, text: `${signal} called, ${state}` })),
		...told.map(({ at, value, isRepeat }) => ({ at, text: `Enum: ${value}${isRepeat ? ", told again" : ""}` })),
	];
	return lines
		.toSorted((a, b) => a.at - b.at)
		.map(({ at, text }) => `${seconds(at)}: ${text}.`)
		.join(" ");
}
