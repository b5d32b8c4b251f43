import { element } from "./element.js";
import { format } from "./format.js";

function createFigure(text, values) {
	const [[, ours], ...others] = values;
	return element(
		"li",
		{},
		element("strong", {}, ours),
		element("span", {}, text),
		element("small", {}, ...others.map(([name, value]) => element("span", {}, `${name}: ${value}`))),
	);
}

/** One number of each contender, ours first. */
const valuesOf = (contenders, show) => Object.entries(contenders).map(([name, value]) => [name, show(value)]);

const findRow = ({ rows }, id) => rows.find((row) => row.id === id);

/** The three that count, in large type: what arrives, how much is loaded, and how long it takes to start. */
export function createFigures(delivery, bytes, startUp) {
	const { total, runs, situations } = delivery;
	return [
		createFigure(
			`calls delivered, in ${situations.length} situations`,
			valuesOf(total, ({ delivered }) => `${delivered} of ${runs}`),
		),
		createFigure(
			"for a script tag, compressed",
			valuesOf(findRow(bytes, "scriptTag").bytes, (value) => format(value, "bytes")),
		),
		createFigure(
			"to run the script and bind the buttons",
			valuesOf(findRow(startUp, "startUp").ms, ({ median }) => format(median, "ms")),
		),
	];
}
