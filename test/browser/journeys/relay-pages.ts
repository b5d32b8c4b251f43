import { expect } from "vitest";
import { lookNow } from "../crisp.js";
import { PLAIN_HOSTS } from "../engines/browser.js";
import { journeys } from "../journey.js";
import { expectPauses, HUMAN, livePause, sessionOf, startRelayFor, visitListening, waitForStream } from "../relay.js";
import { expectTold, START } from "../told.js";

/** Crisp's clock may be ahead of the visitor's. */
const byCrispsClock = () => Date.now() + 60_000;

journeys("a pause that a relay brings", ({ it, alone }) => {
	it("while nobody sees the page is told when somebody does, and then no more, after a start whose hook was lost", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		async function lookAway() {
			await page.hide();
			await page.waitFor(() => document.hidden && streams.every(({ readyState }) => readyState === EventSource.CLOSED));
		}

		await lookAway();
		await session.tell(url, HUMAN, byCrispsClock());
		await page.show();
		await expectPauses(page, livePause());
		await page.evaluate(() => signals.startChatbot());
		await lookAway();
		await page.show();
		await waitForStream(page, 1);
		await expectPauses(page, livePause());
		await session.tell(url, "chatbot_paused:again", byCrispsClock());
		await expectPauses(page, livePause(), livePause("again"));
	});

	it("is not told again by the next page, after a start whose hook was lost", async (site) => {
		const { url } = await startRelayFor(site);
		const { page, session } = await visitListening(site, url);
		await session.tell(url, HUMAN);
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
		await lookNow(page);
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
		// WebKit opens the one again that was closed when the page was left.
		await page.waitFor(() => {
			const [stream, ...others] = streams.filter(({ readyState }) => readyState !== EventSource.CLOSED);
			return stream?.readyState === EventSource.OPEN && !others.length;
		});
	});

	it("cannot be on a page that is no secure context, which says so once and works otherwise", async (site) => {
		const { url } = await startRelayFor(site);
		const page = await site.newTab();
		// WebKit's driver has no way to give this machine another name.
		const brokenCrypto = site.engine === "WebKit";
		const address = site.urlFor({ relay: url, brokenCrypto });
		await page.open(brokenCrypto ? address : address.replace(/\/\/[^:]*/, `//${PLAIN_HOSTS.relay}`));
		await page.waitFor(() => window.isReady);
		await page.click("#start");
		await expectTold(page, START);
		const [said, origin] = await page.evaluate(() => [consoleErrors, location.origin] as const);
		expect(said).toEqual([`Expected a secure context (https: or localhost) for connectRelay, got ${origin}`]);
		expect(await page.evaluate(() => [streams, errors])).toEqual([[], []]);
	});
});
