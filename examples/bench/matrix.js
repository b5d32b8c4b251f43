/** From the worst to the best: a cell has the colour of the worst that has happened in it. */
const OUTCOMES = { overHuman: "told over a human", toldTwice: "told twice", lost: "lost", delivered: "delivered" };

function createCell(tag, text, attributes = {}) {
	const cell = document.createElement(tag);
	cell.textContent = text;
	for (const [name, value] of Object.entries(attributes)) cell.setAttribute(name, value);
	return cell;
}

function createOutcome(counts, runs) {
	const happened = Object.entries(OUTCOMES).filter(([id]) => counts[id] > 0);
	const text = happened.map(([id, words]) => (counts[id] === runs ? words : `${counts[id]} of ${runs} ${words}`));
	return createCell("td", text.join(", "), { "data-outcome": happened[0][0] });
}

function createRow({ name, what, runs, outcomes }) {
	const row = document.createElement("tr");
	const head = createCell("th", name, { scope: "row" });
	head.append(createCell("small", what));
	row.append(head, ...Object.values(outcomes).map((counts) => createOutcome(counts, runs)));
	return row;
}

/** Situations by contenders: in words, and in colour. */
export function showMatrix(table, { situations, total, runs }) {
	const head = document.createElement("tr");
	const names = ["Situation", ...Object.keys(total)];
	head.append(...names.map((name) => createCell("th", name, { scope: "col" })));
	const all = { name: "All", what: `${runs} runs each.`, runs, outcomes: total };
	table.append(head, ...[...situations, all].map(createRow));
}
