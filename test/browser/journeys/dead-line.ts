import { expect } from "vitest";
import { callOnDeadLine } from "../crisp.js";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

/** Shorter than in reality, and longer than two signals take. */
const crisp = { pingTimeout: 8000, reconnectDelay: 500 };

journeys("on a line that has died unnoticed", ({ it, meanwhile }) => {
	it("a signal is told once Crisp's client has noticed", async (site) => {
		const page = await site.visitJoined({ crisp });
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		await expectTold(page, START);
	});

	it("the last one of two signals is told, once", async (site) => {
		const page = await site.visitJoined({ crisp });
		expect(await page.evaluate(callOnDeadLine, "start", "pause")).toEqual([]);
		await expectTold(page, PAUSE);
	});

	it("the last signal of two copies of the library is told, once", async (site) => {
		const page = await site.visitJoined({ crisp });
		const told = await page.evaluate(async () => {
			const { pauseChatbot } = await loadCopy();
			fakeCrisp.drop({ unnoticed: true });
			await Promise.all([signals.startChatbot(), pauseChatbot()]);
			return fakeCrisp.told;
		});
		expect(told).toEqual([]);
		await expectTold(page, PAUSE);
	});

	it("a signal is told by the page that a link leads to", async (site) => {
		const page = await site.visitJoined();
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		await page.leave((url) => location.assign(url), site.urlFor({ page: "second" }));
		await page.waitFor(() => window.isReady);
		await expectTold(page, START);
	});

	it("a signal is told when the visitor is back from somewhere else", async (site) => {
		const page = await site.visitJoined();
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		await page.open("about:blank");
		await page.open(site.urlFor({ page: "second" }));
		await page.waitFor(() => window.isReady);
		await expectTold(page, START);
	});

	it("a start is not told over a human who has taken over", async (site) => {
		const page = await site.visitJoined({ crisp });
		await page.evaluate(() => signals.onPaused(({ reason }) => notes.push(reason)));
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		await page.evaluate(() => fakeCrisp.pause("human"));
		await page.waitFor(() => notes.length);
		await expectTold(page);
		expect(await page.evaluate(() => [notes, fakeCrisp.serverValue])).toEqual([["human"], "chatbot_paused:human"]);
	});

	meanwhile("a signal is told within a minute or so in real time", async (site) => {
		const page = await site.visitJoined({ crisp: { reconnectDelay: 10_000 } });
		expect(await page.evaluate(callOnDeadLine, "start")).toEqual([]);
		const calledAt = Date.now();
		await expectTold(page.withPatience(90_000), START);
		// By the client's own clock, and not by something that came before.
		const [toldAt = 0] = await page.evaluate(() => fakeCrisp.enumLog.slice(-1).map(({ at }) => at));
		expect(toldAt - calledAt).toBeGreaterThan(50_000);
	});
});
