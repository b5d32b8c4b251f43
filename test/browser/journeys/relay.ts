import { expect, inject } from "vitest";
import { startRedis } from "../../server/redis-server.js";
import { reconnect } from "../crisp.js";
import { journeys } from "../journey.js";
import {
	expectPauses,
	expectSilence,
	HUMAN,
	livePause,
	startRelayFor,
	visitListening,
	waitForStream,
} from "../relay.js";
import { START } from "../told.js";

journeys("a pause that a relay brings", ({ it }) => {
	// The script tag has its address as an attribute.
	for (const artifact of ["min", "esm"] as const) {
		it(`is told once, as it happens, and ended by a start from elsewhere (${artifact})`, async (site) => {
			const { url } = await startRelayFor(site);
			const { page, session } = await visitListening(site, url, { artifact });
			await session.tell(url, HUMAN);
			await expectPauses(page, livePause());
			expect(await page.evaluate(() => signals.getState().pause)).toEqual(livePause());
			await session.tell(url, START);
			await page.waitFor(() => signals.getState().pause === null);
			await expectPauses(page, livePause());
			expect(await page.evaluate(() => [shows, streams.length])).toEqual([[false], 1]);
			await expectSilence(page);
		});
	}

	it("is replayed where it stood when the page was opened", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		await page.open("about:blank");
		await session.tell(url, HUMAN);
		await page.open(site.urlFor({ relay: url }));
		await page.waitFor(() => window.isReady);
		await expectPauses(page, { ...livePause(), replayed: true });
	});

	it("is told once where its hook comes twice, and not where it comes after a newer start", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		const at = Date.now();
		await session.tell(url, "chatbot_paused:twice", at);
		await session.tell(url, "chatbot_paused:twice", at);
		await session.tell(url, START, at + 20);
		await session.tell(url, "chatbot_paused:late", at + 10);
		await session.tell(url, "chatbot_paused:twice", at);
		await session.tell(url, "chatbot_paused:last", at + 30);
		await waitForStream(page, 4);
		await expectPauses(page, livePause("twice"), livePause("last"));
	});

	it("takes the place of a start that a client with copies of its data holds", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url, { crisp: { liveData: false } });
		await page.evaluate(() => signals.startChatbot());
		await page.evaluate(() => fakeCrisp.pause("human"));
		await session.tell(url, HUMAN);
		await page.waitFor((value) => window.$crisp.get("session:data", "enum") === value, HUMAN);
		await reconnect(page);
		await reconnect(page);
		expect(await page.evaluate(() => [fakeCrisp.told, fakeCrisp.serverValue])).toEqual([[START], HUMAN]);
	});

	if (!inject("hasRedis")) return;

	it("reaches a page at one of two relays on one Redis when its hook has come to the other", async (site) => {
		const redis = await startRedis();
		const relays = [await startRelayFor(site, "--redis", redis.url), await startRelayFor(site, "--redis", redis.url)];
		const [here = "", there = ""] = relays.map(({ url }) => url);
		const { page, session } = await visitListening(site, here);
		await session.tell(there, HUMAN);
		await expectPauses(page, livePause());
		await session.tell(there, START);
		await page.waitFor(() => signals.getState().pause === null);
		expect(await page.evaluate(() => streams.length)).toBe(1);
	});
});
