// Not part of the page: npm run picture loads it into the playground.
import { svg } from "./svg.js";

/** px */
const [WIDTH, HEIGHT, NAMES_WIDTH, INSET] = [520, 460, 126, 12];
/** px of a row, from its top: where its lanes begin, and how high each is. */
const [LANES_Y, LANE] = [46, 30];
/** What of a timeline is shown. */
const CLIP = { x: 0, y: 18, width: WIDTH - NAMES_WIDTH, height: 168 };

/** Large enough for a phone, where the picture is smaller. */
const STYLE = `
svg { font: 14px system-ui, sans-serif; }
text { fill: var(--text); }
.caption, .label, .in-bar { font-size: 14px; }
.card { fill: var(--card); stroke: var(--line); }
.heading { font-weight: 650; }
.name { fill: var(--muted); font-size: 13px; }
.good { fill: var(--start); }
.bad { fill: var(--bad); }
.now { display: none; }
`;

const find = (selector) => document.querySelector(selector);
const write = (text, y, name) => svg("text", { x: INSET, y, class: name }, text);

function drawTimeline(id, y) {
	const [title, description, scene] = ["title", "desc", "g"].map((name) =>
		find(`#${id}-timeline svg > ${name}`).cloneNode(true),
	);
	for (const node of [title, description]) node.removeAttribute("id");
	// How long a page loads is up to the machine.
	scene.querySelector(".loading").remove();
	const { width, height } = CLIP;
	const place = { x: NAMES_WIDTH, y, width, height, viewBox: Object.values(CLIP).join(" ") };
	return svg("svg", place, title, description, scene);
}

function drawRow(id, top) {
	const y = top + LANES_Y;
	const verdict = find(`#${id}-verdict`);
	const [, ...lanes] = document.querySelectorAll(`#${id}-timeline li`);
	return [
		svg("path", { d: `M0 ${top}H${WIDTH}M0 ${y}H${WIDTH}`, class: "lane" }),
		write(verdict.previousElementSibling.textContent, top + 19, "heading"),
		write(verdict.textContent, top + 37, verdict.dataset.tone),
		...lanes.map(({ textContent }, index) => write(textContent, y + 24 + index * LANE, "name")),
		drawTimeline(id, y),
	];
}

function drawPicture(scheme, look) {
	const scenario = find("#scenarios [aria-current]").textContent;
	const picture = svg(
		"svg",
		{ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT },
		svg("title", {}, scenario),
		svg("desc", {}, find("#moment").textContent),
		svg("style", {}, `:root { color-scheme: ${scheme}; }\n${look}${STYLE}`),
		svg("rect", { x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, rx: 12, class: "card" }),
		write(scenario, 22, "heading"),
		...drawRow("library", 32),
		...drawRow("snippet", 246),
	);
	// One element in a line, so that a change can be read.
	return `${new XMLSerializer().serializeToString(picture).replaceAll("><", ">\n<")}\n`;
}

/**
 * The timelines of the scenario that has been played as a picture that stands alone, by its colour scheme. The words, the lanes
 * and their look are the page's own; what is made here is their frame.
 */
export async function drawPictures() {
	const look = await (await fetch("timeline.css")).text();
	return Object.fromEntries(["light", "dark"].map((scheme) => [scheme, drawPicture(scheme, look)]));
}
