import { element } from "./element.js";

/** From the worst to the best: a cell has the colour of the worst that has happened in it. */
const FAULTS = { overHuman: "told over a human", toldTwice: "told twice", lost: "lost" };

function createOutcome(counts, runs) {
	const faults = Object.keys(FAULTS).filter((id) => counts[id] > 0);
	const cell = element("td", {}, element("strong", {}, `${counts.delivered} of ${runs}`));
	cell.dataset.outcome = faults[0] ?? "delivered";
	if (faults.length) cell.append(element("small", {}, faults.map((id) => `${counts[id]} ${FAULTS[id]}`).join(", ")));
	return cell;
}

function createRow({ name, what, runs, outcomes }) {
	const head = element("th", { scope: "row" }, name, element("small", {}, what));
	return element("tr", {}, head, ...Object.values(outcomes).map((counts) => createOutcome(counts, runs)));
}

/** Situations by contenders: in words, and in colour. */
export function createMatrix({ situations, total, runs }) {
	const names = ["Situation", ...Object.keys(total)];
	const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name)));
	const all = { name: "All", what: `${runs} runs each.`, runs, outcomes: total };
	return [head, ...[...situations, all].map(createRow)];
}
