import type { ChatbotContext } from "../context.js";
import { afterParsing } from "../page/parsed.js";
import type { ChatbotPause } from "./pause.js";

function announce(detail: ChatbotPause): void {
	document.dispatchEvent(new CustomEvent("crisp-signal:paused", { detail }));
}

/**
 * Dispatches `crisp-signal:paused` for each pause. One that stood before waits until the scripts of the page have run, as one
 * that comes after ours may want to hear of it.
 */
export function announcePauses({ life, pauses, store }: ChatbotContext): void {
	pauses.add((pause) => {
		if (!pause.replayed) return announce(pause);
		afterParsing(() => {
			if (pause === store.state.pause && !life.signal.aborted) announce(pause);
		});
	});
}
