const LABELS = { waiting: "Not yet", running: "Looking …", holds: "Holds", differs: "Differs", unseen: "Not seen" };

function element(name, properties, ...children) {
	const made = Object.assign(document.createElement(name), properties);
	made.append(...children);
	return made;
}

/** @returns the element of a check's row, and a function that shows its state. */
export function createRow({ title, expected, rests, otherwise }) {
	const badge = element("span", { className: "badge", textContent: LABELS.waiting });
	const seen = element("dd", {});
	const seenTitle = element("dt", {}, "Seen");
	const meaning = element("dd", {}, otherwise);
	const meaningTitle = element("dt", {}, "For you");
	const list = element(
		"dl",
		{},
		...[element("dt", {}, "Expected"), element("dd", {}, expected)],
		...[seenTitle, seen],
		...[element("dt", {}, "Rests on it"), element("dd", {}, rests)],
		...[meaningTitle, meaning],
	);
	const row = element("li", {}, element("h2", {}, title), badge, list);

	function show({ state, seen: text = "" }) {
		row.dataset.state = state;
		badge.textContent = LABELS[state];
		seen.textContent = text;
		seen.hidden = seenTitle.hidden = !text;
		meaning.hidden = meaningTitle.hidden = state !== "differs";
	}

	show({ state: "waiting" });
	return { row, show };
}
