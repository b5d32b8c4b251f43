import { expect } from "vitest";
import { ARTIFACTS, journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("each built file", ({ it }) => {
	for (const artifact of ARTIFACTS) {
		it(`delivers calls and clicks, over a page change, and tells of a pause (${artifact})`, async (site) => {
			const page = await site.visitJoined({ artifact });
			expect(
				await page.evaluate(async () => {
					signals.onPaused(({ reason }) => notes.push(reason));
					await signals.pauseChatbot();
					const isKnown = signals.receive("chatbot_paused:human");
					await null;
					const error = await signals.startChatbot({ signal: AbortSignal.abort() }).catch((error) => error);
					return [isKnown, notes, error instanceof signals.SignalError && error.code];
				}),
			).toEqual([true, ["human"], "ABORTED"]);
			await page.click("a");
			await page.waitFor(() => location.search.includes("next") && window.isReady);
			await expectTold(page, PAUSE, START);
			await page.click("#pause");
			await expectTold(page, PAUSE, START, PAUSE);
			const state = () => document.querySelector("#pause")?.getAttribute("data-crisp-signal-state");
			expect(await page.evaluate(state)).toBe("sent");
		});
	}
});
