const twoDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });

/** From this value on, the next larger unit is written. */
const UNITS = {
	ms: [
		[1000, "s"],
		[1, "ms"],
	],
	bytes: [
		[1e6, "MB"],
		[1000, "kB"],
	],
};

/** A figure with its unit, in two digits: "1.2 ms", "15 s", "5.8 kB". */
export function format(value, unit) {
	const units = UNITS[unit] ?? [[1, unit]];
	const [size, name] = units.find(([size]) => value >= size) ?? units.at(-1);
	return `${twoDigits.format(value / size)} ${name}`;
}

export const formatFactor = (factor) => `${twoDigits.format(factor)} ×`;
