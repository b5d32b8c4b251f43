const quantile = (sorted, part) => {
	const position = part * (sorted.length - 1);
	const below = Math.floor(position);
	return sorted[below] + (position - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
};

/** Three digits that count, or all before the point: no more of them are repeatable. */
export const round = (value) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** The median, and between which two values the middle half of the measurements lies: outliers move none of the three. */
export function summarize(values) {
	const sorted = values.toSorted((one, other) => one - other);
	const [low, median, high] = [0.25, 0.5, 0.75].map((part) => round(quantile(sorted, part)));
	return { median, low, high, runs: values.length };
}

/** How many times as much the first one is. */
export const ratio = (one, other) => (other === 0 ? null : round(one / other));
