import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("tabs", ({ it }) => {
	it("that send at the same time each get through", async (site) => {
		// Opened by the first one, it runs in one process with it: two processes would write the fake's server at once, and
		// localStorage keeps one of the writes only.
		const page = await site.visitJoined();
		await page.click("#twin");
		await page.waitFor(() => window.twin.isReady && window.twin.fakeCrisp.isJoined);
		await page.evaluate(() => {
			void signals.startChatbot();
			void window.twin.signals.pauseChatbot();
		});
		await page.waitFor(() => signals.getState().last && window.twin.signals.getState().last);
		expect((await page.evaluate(() => [...fakeCrisp.told])).sort()).toEqual([PAUSE, START]);
		await page.evaluate(() => window.twin.close());
	});

	it("that are hidden right after the click deliver all the same", async (site) => {
		const page = await site.visitJoined();
		await page.click("#start");
		await page.hide();
		await page.waitFor(() => document.hidden);
		await expectTold(page, START);
		expect(await page.evaluate(() => document.hidden)).toBe(true);
		await page.show();
		await page.waitFor(() => !document.hidden);
	});

	it("that are duplicated do not tell a pending signal twice", async (site) => {
		const page = await site.visitJoined({ crisp: { joinDelay: 1500 } });
		await page.evaluate(() => {
			fakeCrisp.drop();
			void signals.startChatbot();
		});
		await page.click("#twin");
		await page.waitFor(() => window.twin.isReady && window.twin.fakeCrisp.isJoined);
		await page.evaluate(() => fakeCrisp.restore());
		await expectTold(page, START);
		await page.waitFor(() => window.twin.signals.getState().pending === 0);
		expect(await page.evaluate(() => window.twin.signals.getState().last === null)).toBe(true);
		await page.evaluate(() => window.twin.close());
	});

	it("hold one lane for two copies of the library", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(async () => {
			const copy = await loadCopy();
			void signals.startChatbot();
			void copy.pauseChatbot();
			void signals.startChatbot();
			void copy.startChatbot();
		});
		await expectTold(page, START, PAUSE, START, START);
	});
});
