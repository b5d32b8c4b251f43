/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
	const element = document.createElementNS("http://www.w3.org/2000/svg", name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
	element.append(...children);
	return element;
}

const SHAPES = {
	start: "M-3.6-5.2 5.2 0-3.6 5.2Z",
	pause: "M-4.4-5h3.2V5h-3.2ZM1.2-5h3.2V5H1.2Z",
	human: "M0-6a2.8 2.8 0 1 1 0 5.6A2.8 2.8 0 1 1 0-6ZM-5.4 5.6c0-6.4 10.8-6.4 10.8 0Z",
};

export const kindOf = (value) =>
	({ start_chatbot: "start", pause_chatbot: "pause" })[value] ??
	(String(value).startsWith("chatbot_paused:") ? "human" : "dummy");

/**
 * A value on a lane: a faint dot for a dummy, else a sign.
 *
 * @param frame "ring", "disc" or nothing around the sign.
 */
export function drawMark(value, x, y, frame = "") {
	const kind = kindOf(value);
	const place = { class: `mark ${kind} ${frame}`.trim(), transform: `translate(${x} ${y})` };
	if (kind === "dummy") return svg("g", place, svg("circle", { r: 2.5 }));
	const sign = svg("path", { d: SHAPES[kind], class: "sign" });
	return svg("g", place, ...(frame ? [svg("circle", { r: 10.5 })] : []), sign);
}

export const labelOf = (value) => ({ dummy: "", human: "a human" })[kindOf(value)] ?? kindOf(value);
