import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("a signal", ({ each }) => {
	each("is told after Crisp has loaded", async (site, artifact) => {
		const page = await site.visitJoined({ artifact });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});

	each("is told again when it is sent twice", async (site, artifact) => {
		const page = await site.visit({ artifact });
		await page.evaluate(() => void signals.startChatbot());
		await page.waitFor(() => signals.getState().last);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START, START);
	});

	each("is told when it is called before Crisp loads, to a new visitor", async (site, artifact) => {
		const page = await site.visit({ artifact, crispComes: "later" });
		await page.evaluate(() => {
			void signals.startChatbot();
			fakeCrisp.install();
		});
		await expectTold(page, START);
	});

	each("is told when a returning visitor's session holds that value, and joins 2.5 s late", async (site, artifact) => {
		const page = await site.visit({ artifact, held: START, crisp: { joinDelay: 2500 } });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START, START);
	});

	each("is told when Crisp arrives 4 s late", async (site, artifact) => {
		const page = await site.visit({ artifact, crisp: { loadDelay: 4000 } });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});

	each("is told while the chat is open", async (site, artifact) => {
		const page = await site.visitJoined({ artifact });
		await page.evaluate(() => {
			window.$crisp.push(["do", "chat:open"]);
			void signals.startChatbot();
		});
		await expectTold(page, START);
	});

	each("is told after the one that was called in the same tick", async (site, artifact) => {
		const page = await site.visit({ artifact });
		await page.evaluate(() => {
			void signals.startChatbot();
			void signals.pauseChatbot();
		});
		await expectTold(page, START, PAUSE);
	});

	each("is told five times in one tick", async (site, artifact) => {
		const page = await site.visit({ artifact });
		await page.evaluate(() => {
			for (const name of ["start", "pause", "start", "start", "pause"] as const) void signals[`${name}Chatbot`]();
		});
		await expectTold(page, START, PAUSE, START, START, PAUSE);
	});
});
