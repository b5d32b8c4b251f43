import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a page change", ({ it }) => {
	it("by a reload 300 ms after the call loses nothing", async (site) => {
		const page = await site.visitJoined();
		await page.leave(() => {
			void signals.startChatbot();
			void signals.pauseChatbot();
			setTimeout(() => location.reload(), 300);
		});
		await page.waitFor(() => window.isReady);
		await expectTold(page, START, PAUSE);
	});

	it("1,100 ms after the call tells the signal once", async (site) => {
		const page = await site.visitJoined();
		await page.leave(
			(url) => {
				void signals.startChatbot();
				setTimeout(() => location.assign(url), 1100);
			},
			site.urlFor({ page: "second" }),
		);
		await page.waitFor(() => window.isReady);
		await expectTold(page, START);
	});

	it("by a bound link tells its signal", async (site) => {
		const page = await site.visitJoined();
		await page.click("a");
		await page.waitFor(() => location.search.includes("next") && window.isReady);
		await expectTold(page, START);
	});
});
