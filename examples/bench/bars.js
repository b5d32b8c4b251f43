function create(tag, className, text = "") {
	const element = document.createElement(tag);
	element.className = className;
	element.textContent = text;
	return element;
}

/** Counts are as they are; times have a spread. */
const readValue = (value) => (typeof value === "number" ? { median: value, low: value, high: value } : value);

function describe({ median, low, high, arrived, called }) {
	const missing = arrived < called ? `${arrived} of ${called} arrive` : "";
	if (median === undefined) return missing;
	const number = (value) => value.toLocaleString("en");
	const spread = low === high ? "" : ` (${number(low)}–${number(high)})`;
	return [number(median) + spread, missing].filter(Boolean).join(", ");
}

function createBar(contender, value, most) {
	const { median = 0, low = 0, high = 0 } = readValue(value);
	const percent = (value) => `${most ? (100 * value) / most : 0}%`;
	const line = create("li", "bar");
	const track = create("span", "track");
	const length = create("span", "length");
	length.style.width = percent(median);
	const spread = create("span", "spread");
	spread.style.insetInlineStart = percent(low);
	spread.style.width = percent(high - low);
	track.append(length, spread);
	line.append(create("span", "contender", contender), track, create("span", "value", describe(readValue(value))));
	if (contender === "crisp-signals") line.classList.add("ours");
	return line;
}

function createRow({ name, unit, toSdkWeb, bytes, ms, timers, measured }) {
	const values = Object.entries(bytes ?? ms ?? timers ?? measured);
	const most = Math.max(...values.map(([, value]) => readValue(value).high ?? 0));
	const figure = create("figure", "");
	const caption = create("figcaption", "", unit ? `${name}, ${unit}` : name);
	if (typeof toSdkWeb === "number") caption.prepend(create("strong", "", `${toSdkWeb} × `));
	const list = create("ul", "bars");
	list.append(...values.map(([contender, value]) => createBar(contender, value, most)));
	figure.append(caption, list);
	return figure;
}

/** A figure for each row of a report: one bar for each contender, the longest over the whole width. */
export const showRows = ({ rows }) => rows.map(createRow);
