import { element } from "./element.js";
import { format, formatFactor } from "./format.js";

/** Counts are as they are; times have a spread. */
const readValue = (value) => (typeof value === "number" ? { median: value, low: value, high: value } : value);

function describe({ median, arrived, called }, unit) {
	const missing = arrived < called ? `${arrived} of ${called} arrive` : "";
	return [median === undefined ? "" : format(median, unit), missing].filter(Boolean).join(", ");
}

function createBar(contender, value, unit, most) {
	const { median = 0, low = 0, high = 0 } = value;
	const percent = (value) => `${most ? (100 * value) / most : 0}%`;
	const length = element("span", { className: "length" });
	length.style.width = percent(median);
	const spread = element("span", { className: "spread" });
	spread.style.insetInlineStart = percent(low);
	spread.style.width = percent(high - low);
	return element(
		"li",
		{ className: contender === "crisp-signals" ? "bar ours" : "bar" },
		element("span", {}, contender),
		element("span", { className: "track" }, length, spread),
		element("span", { className: "value" }, describe(value, unit)),
	);
}

function createRow({ name, toSdkWeb, bytes, ms, timers, measured, unit }) {
	const unitOfRow = unit ?? (bytes && "bytes") ?? (ms && "ms") ?? "timers";
	const values = Object.entries(bytes ?? ms ?? timers ?? measured).map(([contender, value]) => [
		contender,
		readValue(value),
	]);
	const most = Math.max(...values.map(([, { high = 0 }]) => high));
	const factor = typeof toSdkWeb === "number" ? `: ${formatFactor(toSdkWeb)} crisp-sdk-web` : "";
	return element(
		"figure",
		{},
		element("figcaption", {}, element("strong", {}, name), factor),
		element("ul", { className: "bars" }, ...values.map(([name, value]) => createBar(name, value, unitOfRow, most))),
	);
}

/** A figure for each row of a report: one bar for each contender, the longest over the whole width. */
export const createRows = ({ rows }) => rows.map(createRow);
