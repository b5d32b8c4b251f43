import { drawMark, kindOf, labelOf, svg } from "./svg.js";
import { describeTimeline } from "./words.js";

const LANES = ["Your call", "Pushed to $crisp", "Crossed the wire", "Enum was told", "On Crisp's server"];
/** Seconds in sight; px of one on a phone, and on a wide screen, where there are more of them. */
const [IN_SIGHT, MIN_SECOND, MAX_SECOND] = [12, 22, 44];
const TOP = 22;
const LANE = 30;
const HEIGHT = TOP + LANES.length * LANE + 12;
const LABEL_WIDTH = 36;
const NOTE_WIDTH = 100;
const MARGIN = 14;
const BAR = 18;
/** px that a character takes, at most. */
const CHARACTER = 6.5;

const yOf = (lane) => TOP + (lane + 0.5) * LANE;

/** The picture of one row: its lanes, and the way of each call through them. `whose` is its name. */
export function createTimeline(host, whose) {
	const title = `Timeline: ${whose}`;
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
	names.append(...[whose, ...LANES].map((name) => Object.assign(document.createElement("li"), { textContent: name })));
	host.append(names, scroll);

	/** The marks of one lane; a sign has a label, on the side where there is room. */
	function drawLane(lane, entries, frame) {
		const y = yOf(lane);
		const signs = entries.filter(({ value }) => labelOf(value));
		let end = -Infinity;
		const labels = signs.flatMap(({ x, value, isRepeat, isAgain = isRepeat }, index) => {
			const text = isAgain ? `${labelOf(value)} again` : labelOf(value);
			const next = signs[index + 1]?.x ?? Infinity;
			const gap = frame ? 15 : 10;
			const fitsRight = next - x > LABEL_WIDTH + 2 * gap - 4 + (isAgain ? 36 : 0);
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

	function drawPath(stops, kind) {
		const [first, ...rest] = stops;
		let [fromX, fromY] = first;
		let d = `M${fromX} ${fromY}`;
		for (const [x, y] of rest) {
			const middle = (fromY + y) / 2;
			d += `C${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
			[fromX, fromY] = [x, y];
		}
		return svg("path", { d, class: `thread ${kind}` });
	}

	/** The end of what leads nowhere. */
	function drawLoss([fromX, fromY], kind) {
		const [x, y] = [fromX + 16, fromY + LANE / 2 + 2];
		return [
			drawPath(
				[
					[fromX, fromY],
					[x, y],
				],
				`${kind} lost`,
			),
			svg("path", { d: `M${x - 4} ${y - 4}l8 8m0-8l-8 8`, class: "cross" }),
			svg("text", { x: x + 9, y: y + 4, class: "label bad" }, "lost"),
		];
	}

	/** From the call to Enum, with each push on the way; or to the place where it was lost. */
	function drawThread({ signal, state, at, pushes, told }, toX) {
		const kind = signal === "start_chatbot" ? "start" : "pause";
		const isLost = state === "lost" || state === "overruled";
		const placed = pushes.map(({ at, isUnheard }) => ({ stop: [toX(at), yOf(1)], isUnheard }));
		const stops = [[toX(at), yOf(0)], ...placed.map(({ stop }) => stop)];
		const end = told
			? [
					[toX(told.at), yOf(2)],
					[toX(told.at), yOf(3)],
				]
			: [];
		const losses = placed.filter(({ isUnheard }) => isUnheard).map(({ stop }) => stop);
		if (isLost && !losses.includes(stops.at(-1))) losses.push(stops.at(-1));
		return [
			drawPath([...stops, ...end], isLost ? `${kind} lost` : kind),
			...losses.flatMap((stop) => drawLoss(stop, kind)),
		];
	}

	/** What the server holds, as long as it does. Its name stays in sight while the timeline moves on. */
	function drawHeld({ from, to, value }, toX, nowX) {
		const x = toX(from);
		const width = Math.max(0, (to ? toX(to) : nowX) - x);
		const text = labelOf(value);
		const height = text ? BAR : 2;
		const y = yOf(4) - height / 2;
		const bar = svg("rect", { x, y, width, height, rx: text ? 4 : 1, class: `held ${kindOf(value)}` });
		const nameX = Math.max(x, scroll.scrollLeft) + 6;
		if (!text || nameX + text.length * CHARACTER > x + width) return [bar];
		return [bar, svg("text", { x: nameX, y: yOf(4) + 4, class: "in-bar" }, text)];
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

	/** The line is down. Its name ends before the next band. */
	function drawOutage({ from, to, isUnnoticed }, { outages, pages }, toX, nowX) {
		const x = toX(from);
		const next = Math.min(...[...outages, ...pages].map(({ from }) => toX(from)).filter((other) => other > x));
		const [kind, ...names] = isUnnoticed ? ["dead", "dead, unnoticed", "dead"] : ["down", "line down", "down"];
		const name = names.find((name) => x + name.length * CHARACTER < next);
		return drawBand(x, to ? toX(to) : nowX, kind, name, HEIGHT - 5);
	}

	function draw(story, clock, now) {
		const second = Math.round(Math.min(MAX_SECOND, Math.max(MIN_SECOND, scroll.clientWidth / IN_SIGHT)));
		const toX = (at) => Math.round(MARGIN + clock.toSeconds(at) * second);
		const place = ({ at, value, ...rest }) => ({ ...rest, value, x: toX(at) });
		const nowX = toX(now);
		const width = Math.max(scroll.clientWidth, nowX + 60);
		const isAtEnd = scroll.scrollLeft + scroll.clientWidth > picture.clientWidth - 60;
		picture.setAttribute("width", width);

		const seconds = Array.from({ length: Math.ceil((width - MARGIN) / second) }, (_, index) => MARGIN + index * second);
		scene.replaceChildren(
			svg("path", { d: seconds.map((x) => `M${x} ${TOP}V${HEIGHT}`).join(""), class: "second" }),
			...story.pages.flatMap((page, index) => drawPage(page, index, toX, now)),
			...story.outages.flatMap((outage) => drawOutage(outage, story, toX, nowX)),
			svg("path", { d: LANES.map((_, lane) => `M0 ${yOf(lane)}H${width}`).join(""), class: "lane" }),
			...clock.cuts.map(({ from }) => svg("line", { x1: toX(from), x2: toX(from), y1: TOP, y2: HEIGHT, class: "cut" })),
			...story.held.flatMap((entry) => drawHeld(entry, toX, nowX)),
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
				: [2, 3, 4].map((lane) =>
						svg("text", { x: MARGIN, y: yOf(lane) - 8, class: "caption" }, "not visible from a page"),
					)),
			svg("line", { x1: nowX, x2: nowX, y1: TOP - 6, y2: HEIGHT, class: "now" }),
		);
		description.textContent = describeTimeline(story, clock.toSeconds);
		if (isAtEnd) scroll.scrollLeft = width;
	}

	return { draw };
}
