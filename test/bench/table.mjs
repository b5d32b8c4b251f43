/** "1.4 (1.3–1.6)": the median, and the middle half of the measurements. */
const showSummary = ({ median, low, high, arrived, called }) => {
	const missing = arrived < called ? `, ${arrived} of ${called} arrive` : "";
	return `${median === undefined ? "never" : `${median} (${low}–${high})`}${missing}`;
};

const show = (value) => (typeof value === "object" ? showSummary(value) : value);

/** What the command prints of a part, with the ratio to crisp-sdk-web first. */
export const formatRows = ({ rows }) =>
	rows.map(({ name, unit, toSdkWeb, bytes, ms, timers, measured }) => ({
		"× crisp-sdk-web": toSdkWeb ?? "",
		measured: unit ? `${name} (${unit})` : name,
		...Object.fromEntries(
			Object.entries(bytes ?? ms ?? timers ?? measured).map(([contender, value]) => [contender, show(value)]),
		),
	}));
