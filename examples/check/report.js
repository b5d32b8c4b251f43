const count = (rows, state) => rows.filter((row) => row.state === state).length;

/** One line: "All 18 hold on client 2.17.0." */
export function summarise(rows, client) {
	const [differing, unseen] = [count(rows, "differs"), count(rows, "unseen")];
	const not = unseen ? `, ${unseen} could not be seen` : "";
	if (differing) return `${differing} ${differing === 1 ? "differs" : "differ"} on ${client}${not}.`;
	const holding = count(rows, "holds");
	return unseen ? `${holding} hold on ${client}${not}.` : `All ${holding} hold on ${client}.`;
}

/** What each difference means for the site; several rows may mean the same. */
export function explain(rows) {
	const meanings = new Map();
	for (const { check, state } of rows) {
		if (state !== "differs") continue;
		meanings.set(check.otherwise, [...(meanings.get(check.otherwise) ?? []), check.title]);
	}
	return [...meanings].map(([meaning, titles]) => ({ titles, meaning }));
}

/** All that somebody else needs to judge it. Neither the website's id nor the session's. */
export function makeReport(rows, { client, wire }) {
	return {
		summary: summarise(rows, client),
		date: new Date().toISOString(),
		client,
		userAgent: navigator.userAgent,
		wire: wire.describe(),
		rows: rows.map(({ check: { id, title, expected }, state, seen }) => ({ id, title, expected, seen, state })),
	};
}
