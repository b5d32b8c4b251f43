import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("a pause", ({ each }) => {
	each("that stood before the page loaded is told once, as replayed", async (site, artifact) => {
		const page = await site.visit({ artifact, isPaused: true });
		await page.evaluate(() => {
			document.addEventListener("crisp-signal:paused", (event) => notes.push((event as CustomEvent).type));
			signals.onPaused((pause) => notes.push(pause));
		});
		await page.waitFor(() => notes.length);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		const pauses = (await page.evaluate(() => notes)).filter((note) => typeof note === "object");
		expect(pauses).toEqual([{ reason: "human", value: "chatbot_paused:human", source: "session", replayed: true }]);
	});

	each("that a web hook brings is told once", async (site, artifact) => {
		const page = await site.visitJoined({ artifact });
		const told = await page.evaluate(async () => {
			signals.onPaused(({ reason, source, replayed }) => notes.push({ reason, source, replayed }));
			const known = ["chatbot_paused:human", "chatbot_paused:human"].map((value) => signals.receive(value));
			await null;
			return [known, notes];
		});
		expect(told).toEqual([[true, true], [{ reason: "human", source: "received", replayed: false }]]);
	});
});
