import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a signal", ({ it }) => {
	it("is told after Crisp has loaded", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});

	it("is told again when it is sent twice", async (site) => {
		const page = await site.visit({});
		await page.evaluate(() => void signals.startChatbot());
		await page.waitFor(() => signals.getState().last);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START, START);
	});

	it("is told when it is called before Crisp loads, to a new visitor", async (site) => {
		const page = await site.visit({ crispComes: "later" });
		await page.evaluate(() => {
			void signals.startChatbot();
			fakeCrisp.install();
		});
		await expectTold(page, START);
	});

	it("is told when a returning visitor's session holds that value, and joins 2.5 s late", async (site) => {
		const page = await site.visit({ held: START, crisp: { joinDelay: 2500 } });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START, START);
	});

	it("is told when Crisp arrives 4 s late", async (site) => {
		const page = await site.visit({ crisp: { loadDelay: 4000 } });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});

	it("is told while the chat is open", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			window.$crisp.push(["do", "chat:open"]);
			void signals.startChatbot();
		});
		await expectTold(page, START);
	});

	it("is told after the one that was called in the same tick", async (site) => {
		const page = await site.visit({});
		await page.evaluate(() => {
			void signals.startChatbot();
			void signals.pauseChatbot();
		});
		await expectTold(page, START, PAUSE);
	});

	it("is told five times in one tick", async (site) => {
		const page = await site.visit({});
		await page.evaluate(() => {
			for (const name of ["start", "pause", "start", "start", "pause"] as const) void signals[`${name}Chatbot`]();
		});
		await expectTold(page, START, PAUSE, START, START, PAUSE);
	});
});
