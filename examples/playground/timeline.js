import { drawMark, labelOf, svg } from "./svg.js";
import { describeTimeline } from "./words.js";

const LANES = ["Your call", "Pushed to $crisp", "Crossed the wire", "Enum was told"];
/** px, on a wide screen and on a phone. */
const [SECOND, SHORT_SECOND] = [44, 32];
const TOP = 22;
const LANE = 44;
const HEIGHT = TOP + LANES.length * LANE + 6;
const LABEL_WIDTH = 36;
const NOTE_WIDTH = 100;
const MARGIN = 14;

const yOf = (lane) => TOP + (lane + 0.5) * LANE;

/** The picture of one row: four lanes, and the way of each call through them. */
export function createTimeline(host, title) {
	const scene = svg("g");
	const description = svg("desc", { id: `${host.id}-desc` });
	const heading = svg("title", { id: `${host.id}-title` }, title);
	const labelled = { role: "img", "aria-labelledby": `${host.id}-title ${host.id}-desc` };
	const picture = svg("svg", { ...labelled, height: HEIGHT }, heading, description, scene);
	const scroll = document.createElement("div");
	scroll.className = "scroll";
	// Whoever has no mouse scrolls it by the arrow keys.
	scroll.tabIndex = 0;
	scroll.role = "region";
	scroll.ariaLabel = title;
	scroll.append(picture);
	const names = document.createElement("ol");
	names.className = "lanes";
	names.ariaHidden = "true";
	names.append(...LANES.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
	host.append(names, scroll);

	/** The marks of one lane; a sign has a label, on the side where there is room. */
	function drawLane(lane, entries, frame) {
		const y = yOf(lane);
		const signs = entries.filter(({ value }) => labelOf(value));
		let end = -Infinity;
		const labels = signs.flatMap(({ x, value, isRepeat }, index) => {
			const text = isRepeat ? `${labelOf(value)} again` : labelOf(value);
			const next = signs[index + 1]?.x ?? Infinity;
			const gap = frame ? 15 : 10;
			const fitsRight = next - x > LABEL_WIDTH + 2 * gap - 4 + (isRepeat ? 36 : 0);
			const fitsLeft = x - LABEL_WIDTH - gap > Math.max(end, 0);
			end = fitsRight ? x + LABEL_WIDTH + gap : x + gap;
			if (!fitsRight && !fitsLeft) return [];
			const side = fitsRight ? { x: x + gap } : { x: x - gap, "text-anchor": "end" };
			return [svg("text", { ...side, y: y + 4, class: isRepeat ? "label bad" : "label" }, text)];
		});
		const marks = entries.map(({ x, value, isRepeat }) =>
			drawMark(value, x, y, `${frame}${isRepeat ? " bad" : ""}`.trim()),
		);
		return [...marks, ...labels];
	}

	/** From the call to Enum, or to the place where it was lost. */
	function drawThread({ signal, state, at, push, told }, toX) {
		const stops = [[toX(at), yOf(0)]];
		if (push) stops.push([toX(push.at), yOf(1)]);
		if (told) stops.push([toX(told.at), yOf(2)], [toX(told.at), yOf(3)]);
		const isLost = state === "lost";
		if (isLost) {
			const [x, y] = stops.at(-1);
			stops.push([x + 16, y + LANE / 2 + 2]);
		}
		const [first, ...rest] = stops;
		let [fromX, fromY] = first;
		let d = `M${fromX} ${fromY}`;
		for (const [x, y] of rest) {
			const middle = (fromY + y) / 2;
			d += `C${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
			[fromX, fromY] = [x, y];
		}
		const kind = signal === "start_chatbot" ? "start" : "pause";
		const thread = svg("path", { d, class: `thread ${kind} ${state}` });
		if (!isLost) return [thread];
		const cross = svg("path", { d: `M${fromX - 4} ${fromY - 4}l8 8m0-8l-8 8`, class: "cross" });
		return [thread, cross, svg("text", { x: fromX + 9, y: fromY + 4, class: "label bad" }, "lost")];
	}

	function drawBand(from, to, kind, text, y) {
		const width = Math.max(0, to - from);
		const band = svg("rect", { x: from, y: 0, width, height: HEIGHT, class: `band ${kind}` });
		return text ? [band, svg("text", { x: from + 4, y, class: "caption" }, text)] : [band];
	}

	/** A page until Crisp is there. */
	function drawPage({ path, from, joinedAt, to }, index, toX, now) {
		const [x, end] = [toX(from), toX(joinedAt ?? to ?? now)];
		const name = index ? path.split("/").at(-1) || "shop" : "";
		// A blink of loading has no room for words.
		const note = end - x > NOTE_WIDTH ? "Crisp not loaded" : "";
		const band = drawBand(x, end, "loading", [name, note].filter(Boolean).join(": "), 14);
		return index ? [...band, svg("line", { x1: x, x2: x, y1: 0, y2: HEIGHT, class: "page" })] : band;
	}

	function draw(story, clock, now) {
		const second = scroll.clientWidth < 400 ? SHORT_SECOND : SECOND;
		const toX = (at) => MARGIN + clock.toSeconds(at) * second;
		const place = ({ at, value, ...rest }) => ({ ...rest, value, x: toX(at) });
		const nowX = toX(now);
		const width = Math.max(scroll.clientWidth, nowX + 80);
		const isAtEnd = scroll.scrollLeft + scroll.clientWidth > picture.clientWidth - 60;
		picture.setAttribute("width", width);

		const seconds = Array.from({ length: Math.ceil((width - MARGIN) / second) }, (_, index) => MARGIN + index * second);
		scene.replaceChildren(
			...seconds.map((x) => svg("line", { x1: x, x2: x, y1: TOP, y2: HEIGHT, class: "second" })),
			...story.pages.flatMap((page, index) => drawPage(page, index, toX, now)),
			...story.outages.flatMap(({ from, to }) => drawBand(toX(from), toX(to ?? now), "down", "line down", HEIGHT - 5)),
			...LANES.map((_, lane) => svg("line", { x1: 0, x2: width, y1: yOf(lane), y2: yOf(lane), class: "lane" })),
			...clock.cuts.map(({ from }) => svg("line", { x1: toX(from), x2: toX(from), y1: TOP, y2: HEIGHT, class: "cut" })),
			...story.calls.flatMap((call) => drawThread(call, toX)),
			...drawLane(
				0,
				story.calls.map(({ at, signal }) => place({ at, value: signal })),
				"ring",
			),
			...drawLane(1, story.pushes.map(place), ""),
			...drawLane(2, story.wire.map(place), ""),
			...drawLane(3, story.told.map(place), "disc"),
			...(story.isEnumSeen
				? []
				: [2, 3].map((lane) =>
						svg("text", { x: MARGIN, y: yOf(lane) - 8, class: "caption" }, "not visible from a page"),
					)),
			svg("line", { x1: nowX, x2: nowX, y1: TOP - 6, y2: HEIGHT, class: "now" }),
		);
		description.textContent = describeTimeline(story, clock.toSeconds);
		if (isAtEnd) scroll.scrollLeft = width;
	}

	return { draw };
}
