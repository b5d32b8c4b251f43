import { isPause } from "./story.js";

/** ms. Calls that are no further apart belong together. */
const TOGETHER = 2000;

const list = new Intl.ListFormat("en");

/** What became of the plain snippet's call, and what crisp-signals did about it. */
const LOSSES = {
	left: (click) =>
		`The visitor left before the plain snippet was done, so ${click} was lost; crisp-signals sent it from the next page.`,
	down: () =>
		"Crisp dropped what the plain snippet sent while the connection was gone; crisp-signals waited until it was back.",
	dead: () =>
		"The plain snippet's click was lost on the dead connection; crisp-signals saw on the next page that Enum had not heard it, and sent it again.",
	early: () =>
		"Crisp was still loading, took the plain snippet's click for that of the last visit, and sent nothing; crisp-signals waits until Crisp is there.",
	overwritten: (click) =>
		`Of two quick clicks Crisp sends the last one only, so the plain snippet lost ${click}; crisp-signals waits until the first has arrived.`,
};

function describeOutage({ from, isUnnoticed }, call) {
	const isClicked = call && (call.at >= from || call.state === "pending");
	if (isUnnoticed)
		return isClicked
			? "The click goes into a dead connection, and neither Crisp nor the visitor can see that."
			: "The connection is dead, and Crisp has not noticed it yet.";
	return isClicked
		? "The visitor clicked while the connection is gone: crisp-signals waits for it, the plain snippet does not."
		: "The connection between this page and Crisp is gone for a moment.";
}

/** Of the clicks that belong together with the last one. */
function describeClicks(calls, snippetCalls) {
	const names = (calls) => list.format(calls.map(({ signal }) => (signal === "start_chatbot" ? "Start" : "Pause")));
	const pending = calls.filter(({ state }) => state === "pending");
	const isUnheard = ({ pushes }) => pushes.some(({ isUnheard }) => isUnheard);

	if (pending.some(isUnheard))
		return "The connection is back: crisp-signals sees that Enum has not heard the click, and sends it again.";
	if (pending.length) return `The visitor clicked ${names(calls)}; that is on its way to Enum.`;
	if (calls.some(({ state }) => state === "lost")) return "crisp-signals has given up, and told the page so.";
	if (calls.some(({ state }) => state === "overruled"))
		return "A human has taken over before the click arrived, so crisp-signals does not send it again.";
	const lost = snippetCalls.filter(({ state }) => state === "lost");
	if (lost.length) return LOSSES[lost[0].loss](names(lost));
	if (snippetCalls.some(({ state }) => state === "pending"))
		return "With crisp-signals Enum has heard the click; the plain snippet's is still on its way.";
	if (calls.some(isUnheard))
		return "Both arrived late: crisp-signals sent its click again by itself; for the plain snippet Crisp did, which repeats a page's last click after every break, even over a human.";
	return `Enum has heard ${names(calls)} on both sides.`;
}

/** What has just happened, and why, for somebody who has a shop and writes no code. */
export function describeMoment(library, snippet) {
	const call = library.calls.at(-1);
	if (!library.isEnumSeen) return call ? "Crisp has got the click; what Enum makes of it no page can see." : "";

	const outage = library.outages.find(({ to }) => to === undefined);
	if (outage) return describeOutage(outage, call);

	const told = library.told.at(-1);
	const toldSnippet = snippet.told.at(-1);
	const isNews = (entry) => entry && !(call?.at > entry.at);
	if (isNews(toldSnippet) && toldSnippet.isRepeat && !told?.isRepeat)
		return toldSnippet.isOverHuman
			? "The connection came back, and Crisp repeated the plain snippet's old click: Enum now answers over the human; crisp-signals had left nothing to repeat."
			: "The connection came back, and Crisp repeated the plain snippet's old click; crisp-signals had left nothing to repeat.";
	if (isNews(told) && isPause(told.value)) return "The visitor asked for a human, so Enum has paused and says no more.";

	if (!call) return "Click a button in the shop, or choose a scenario.";
	const isTogether = ({ at }) => call.at - at < TOGETHER;
	return describeClicks(library.calls.filter(isTogether), snippet.calls.filter(isTogether));
}
