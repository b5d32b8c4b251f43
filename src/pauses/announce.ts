import type { ChatbotContext } from "../context.js";
import { afterParsing } from "../page/parsed.js";
import type { ChatbotPause } from "./pause.js";

function announce(detail: ChatbotPause): void {
	document.dispatchEvent(new CustomEvent("crisp-signal:paused", { detail }));
}

/**
 * Dispatches `crisp-signal:paused` for each pause. One that Crisp shows to the first look waits until the scripts of the page
 * have run, as one that stands below ours may want to hear of it.
 */
export function announcePauses({ life, pauses, store }: ChatbotContext): void {
	if (life.signal.aborted) return;
	let early: ChatbotPause | undefined;
	let isParsed = false;
	pauses.add((pause) => {
		if (isParsed || pause.source !== "session") announce(pause);
		else early = pause;
	});
	afterParsing(() => {
		isParsed = true;
		if (early && early === store.state.pause && !life.signal.aborted) announce(early);
	});
}
