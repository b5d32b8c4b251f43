import { expect, inject } from "vitest";
import { startRedis } from "../../server/redis-server.js";
import { goOnline } from "../crisp.js";
import { journeys } from "../journey.js";
import {
	expectPauses,
	expectSilence,
	HUMAN,
	livePause,
	sessionOf,
	startRelayFor,
	visitListening,
	waitForStream,
} from "../relay.js";
import { expectTold, START } from "../told.js";

journeys("a pause that a relay brings", ({ it, alone }) => {
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

	it("while nobody sees the page is told when somebody does, and then no more", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		async function lookAway() {
			await page.hide();
			await page.waitFor(() => document.hidden && streams.every(({ readyState }) => readyState === EventSource.CLOSED));
		}

		await lookAway();
		await session.tell(url, HUMAN);
		await page.show();
		await expectPauses(page, livePause());
		await lookAway();
		await page.show();
		await waitForStream(page, 1);
		await expectPauses(page, livePause());
		await session.tell(url, "chatbot_paused:again");
		await expectPauses(page, livePause(), livePause("again"));
	});

	it("is not told again by the next page, after a start whose hook was lost", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		// Crisp's clock is ahead of the visitor's, so by time it is newer than the start.
		await session.tell(url, HUMAN, Date.now() + 60_000);
		await expectPauses(page, livePause());
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		await page.reload();
		await page.waitFor(() => window.isReady);
		await waitForStream(page, 1);
		await expectPauses(page);
		expect(await page.evaluate(() => signals.getState().pause === null)).toBe(true);
	});

	it("is told of the new session only after session:reset", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		await page.evaluate(() => void window.$crisp.push(["do", "session:reset"]));
		await page.waitFor(() => fakeCrisp.isJoined);
		await goOnline(page);
		await page.waitFor(() => new Set(streams.map(({ url }) => url)).size === 2);
		await waitForStream(page);
		const next = await sessionOf(page);
		await session.tell(url, "chatbot_paused:other");
		await next.tell(url, START);
		await waitForStream(page, 1);
		await next.tell(url, HUMAN);
		await expectPauses(page, livePause());
	});

	// Browsers keep a few pages only, of all tabs together.
	alone("is told by a page that is back from the back/forward cache, on one stream", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url, { isFresh: true });
		await page.leave((next) => location.assign(next), site.urlFor({ page: "second", relay: url }));
		await page.waitFor(() => window.isReady);
		await waitForStream(page);
		await page.back();
		// Firefox keeps no page that has a stream open when it is left: this one is a new one.
		expect(await page.evaluate(() => shows)).toEqual(site.engine === "Firefox" ? [false] : [false, true]);
		await waitForStream(page);
		await session.tell(url, HUMAN);
		await expectPauses(page, livePause());
		expect(await page.evaluate(() => streams.filter(({ readyState }) => readyState === EventSource.OPEN).length)).toBe(
			1,
		);
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
