import { createClock } from "./clock.js";
import { describeMoment } from "./moment.js";
import { createRow } from "./row.js";
import { SCENARIOS } from "./scenarios.js";
import { findStorage } from "./storage.js";
import { isCommand, isPause, tellStory } from "./story.js";
import { createTimeline } from "./timeline.js";
import { describeVerdict } from "./words.js";

/** ms. Crisp's own client takes up to 45 s to notice a dead line and 7 to 25 s to reconnect; nobody would wait for it here. */
const [PING_TIMEOUT, RECONNECT_DELAY] = [3000, 2000];
const [IN_TIME, LATE] = [200, 4000];
/** ms after which Crisp has joined on most machines, so that a scenario looks the same on them. */
const JOINED = 700;
/** ms for which Crisp, while it loads, keeps the timelines going. */
const LOADING = 6000;
/** ms for which the timelines go on after the last thing that happened. */
const IDLE = 4000;
/** ms between two looks while nothing moves. */
const STILL_INTERVAL = 250;

const find = (selector) => document.querySelector(selector);
const website = new URLSearchParams(location.search).get("website");
const switches = find("#switches").elements;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

function createView(name, title) {
	const row = createRow(find(`iframe[name=${name}]`));
	const timeline = createTimeline(find(`#${name}-timeline`), title);
	return { row, timeline, verdict: find(`#${name}-verdict`), isSnippet: name === "snippet" };
}

const library = createView("library", "crisp-signals");
const snippet = createView("snippet", "plain snippet");
const views = website ? [library] : [library, snippet];
const rows = views.map(({ row }) => row);

let clock = createClock();
let scenario = new AbortController();

/* What the visitor does in the one shop happens in the other one too. */

library.row.frame.addEventListener("shop:call", ({ detail: { signal } }) => {
	if (!website) snippet.row.click(`[data-crisp-signal="${signal}"]`);
});
library.row.frame.addEventListener("shop:follow", ({ detail: { href } }) => {
	if (!website) snippet.row.go(href);
});
library.row.frame.addEventListener("shop:load", () => {
	const { path } = library.row;
	find("#address").textContent = path.slice(path.lastIndexOf("/shop/"));
	// The back button has turned the pages of the one frame only.
	if (!website && snippet.row.path && snippet.row.path !== path) snippet.row.go(path);
});

/* The switches */

function setOptions() {
	const options = {
		website,
		loadDelay: switches.late.checked ? LATE : IN_TIME,
		pingTimeout: PING_TIMEOUT,
		reconnectDelay: RECONNECT_DELAY,
		isDown: switches.down.checked,
		isReturning: switches.returning.checked,
	};
	for (const row of rows) row.setOptions(options);
}

function restart() {
	setOptions();
	clock = createClock();
	for (const row of rows) row.restart();
}

/** What a switch does when it is turned, beside changing the options of the next page. */
const EFFECTS = {
	late() {
		for (const row of rows) row.reload();
	},
	returning: restart,
	down(isDown) {
		for (const row of rows) isDown ? row.drop() : row.restore();
	},
	dead(isDead) {
		for (const row of rows) isDead ? row.die() : row.revive();
	},
	human(isPaused) {
		for (const row of rows) isPaused ? row.pause() : row.clearPause();
	},
	webhook: (isOn) => library.row.setRelayed(isOn),
};

function turn(name, isOn) {
	switches[name].checked = isOn;
	setOptions();
	EFFECTS[name](isOn);
}

find("#switches").addEventListener("change", ({ target }) => turn(target.name, target.checked));

/* The scenarios */

const links = new Map(SCENARIOS.map((item) => [item, createLink(item.name, `#${item.slug}`)]));

function startOver({ late = false, returning = false } = {}) {
	scenario.abort();
	scenario = new AbortController();
	for (const link of links.values()) link.ariaCurrent = null;
	for (const [name, isOn] of Object.entries({ late, returning, down: false, dead: false, human: false })) {
		switches[name].checked = isOn;
	}
	restart();
	return scenario;
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function play(item) {
	const playing = startOver(item.options);
	const { signal } = playing;
	links.get(item).ariaCurrent = "true";
	links.get(item).scrollIntoView({ block: "nearest", inline: "nearest" });
	/** Whoever starts another scenario ends this one. */
	const unlessOver =
		(act) =>
		async (...values) => {
			signal.throwIfAborted();
			await act(...values);
			signal.throwIfAborted();
		};
	const leave = () => Promise.all(rows.map((row) => row.leave()));
	const stage = { click: library.row.click, leave, set: turn, wait };
	for (const [name, act] of Object.entries(stage)) stage[name] = unlessOver(act);
	try {
		if (!item.options?.late) {
			await stage.wait(JOINED);
			while (!rows.every(({ isJoined }) => isJoined)) await stage.wait(50);
		}
		await item.run(stage);
		playing.abort();
	} catch (error) {
		if (error !== signal.reason) throw error;
	}
}

/** Plays until it is over, or until the visitor does anything: then the shop is theirs. */
function playByItself(item) {
	play(item);
	const { signal } = scenario;
	function stop({ isTrusted }) {
		// The scenario clicks, too.
		if (!isTrusted) return;
		scenario.abort();
		if (switches.down.checked) turn("down", false);
	}
	function listen(target) {
		for (const type of ["click", "keydown"]) target.addEventListener(type, stop, { capture: true, signal });
	}
	listen(window);
	const { frame } = library.row;
	frame.addEventListener("shop:load", () => listen(frame.contentWindow), { signal });
	find("#by-itself").hidden = false;
	signal.addEventListener("abort", () => {
		find("#by-itself").hidden = true;
	});
}

/** Whether this browser has not been here before. Where it denies storage nobody can know. */
function isFirstVisit() {
	const storage = findStorage("localStorage");
	const isFirst = !storage?.getItem("playground-visited");
	storage?.setItem("playground-visited", "yes");
	return isFirst;
}

/** Plays the scenario of the address; one without starts over. */
function openAddress() {
	const item = SCENARIOS.find(({ slug }) => location.hash === `#${slug}`);
	if (item) play(item);
	else startOver();
}

function createLink(name, href) {
	const link = Object.assign(document.createElement("a"), { textContent: name, href });
	// Nothing else tells that somebody wants to see it again.
	link.addEventListener("click", () => {
		if (link.hash === location.hash) openAddress();
	});
	return link;
}

window.addEventListener("hashchange", openAddress);

/* The pictures */

function showVerdict({ verdict }, story) {
	const { tone, text } = describeVerdict(story);
	verdict.textContent = text;
	verdict.dataset.tone = tone;
}

function showMoment(text) {
	const moment = find("#moment");
	// Said once, not at every frame.
	if (moment.textContent !== text) moment.textContent = text;
}

function isGoingOn({ calls, pushes, wire, told, pages, outages }, now) {
	const isLoading = ({ from, joinedAt, to }) => !joinedAt && !to && now - from < LOADING;
	if (!pages.length || pages.some(isLoading) || calls.some(({ state }) => state === "pending")) return true;
	const times = [...calls, ...pushes, ...wire, ...told].map(({ at }) => at);
	const edges = [...pages.map(({ joinedAt = 0 }) => joinedAt), ...outages.flatMap(({ from, to = 0 }) => [from, to])];
	return now - Math.max(...times, ...edges) < IDLE;
}

/** Whether what stands still has been drawn, at this size and in this place. */
let isDrawn = false;
for (const type of ["resize", "scroll"]) {
	window.addEventListener(type, () => (isDrawn = false), { capture: true });
}

function draw() {
	const now = Date.now();
	const stories = views.map(({ row, isSnippet }) => {
		if (website) row.sample();
		const settled = website ? row.log.calls.length - row.pending : undefined;
		return tellStory(row.log, now, isSnippet, settled);
	});
	const isActive = stories.some((story) => isGoingOn(story, now));
	clock.tick(now, isActive);
	if (isActive || !isDrawn) {
		for (const [index, view] of views.entries()) {
			view.timeline.draw(stories[index], clock, now);
			showVerdict(view, stories[index]);
		}
		showMoment(describeMoment(...stories));
	}
	isDrawn = !isActive;
	// A start ends the pause; Crisp's client notices the dead line, or the next page has a line of its own.
	if (isPause(stories[0].told.at(-2)?.value) && isCommand(stories[0].told.at(-1)?.value))
		switches.human.checked = false;
	switches.dead.checked = library.row.isDead;
	if (reducedMotion.matches) setTimeout(draw, 500);
	else if (isActive) requestAnimationFrame(draw);
	else setTimeout(draw, STILL_INTERVAL);
}

const isPlayable = ({ worksOnReal }) => !website || worksOnReal;
find("#scenarios").append(
	...SCENARIOS.filter(isPlayable).map((item) => links.get(item)),
	createLink("Start over", "#"),
);
if (website) {
	document.body.dataset.website = website;
	find("#switches").disabled = true;
}
const isFirst = isFirstVisit();
if (isFirst && !location.hash && !website && !reducedMotion.matches) playByItself(SCENARIOS[0]);
else openAddress();
draw();
find("#snippet-code").textContent = await (await fetch("shop/snippet.js")).text();
