import { expect } from "vitest";
import { startCommand } from "../../server/command.js";
import { openPage, type Page as RawPage } from "../../server/page.js";
import { goOnline } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { startGateway } from "../gateway.js";
import { journeys } from "../journey.js";
import { expectPauses, HUMAN, livePause, sessionOf, startRelayFor, waitForStream } from "../relay.js";

/** As when another tab covers it. */
const hide = (page: Page): Promise<void> =>
	page.evaluate(() => {
		Object.defineProperty(document, "visibilityState", { value: "hidden" });
		document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
	});

journeys("pages of one session that listen to a relay", ({ it }) => {
	it("leave a browser its connections to the site: of seven tabs none starves", async (site) => {
		const relay = await startCommand();
		const origin = await startGateway(site, relay.url);
		const address = site.urlFor({ relay: new URL(relay.url).pathname }).replace(site.origin, origin);
		async function open() {
			const tab = await site.newTab();
			await tab.open(address);
			await tab.waitFor(() => window.isReady);
			await waitForStream(tab);
			return tab;
		}

		const hidden: Page[] = [];
		for (let count = 0; count < 6; count++) {
			const tab = await open();
			await hide(tab);
			hidden.push(tab);
		}
		const seen = await open();
		await (await sessionOf(seen)).tell(relay.url, HUMAN);
		await seen.waitFor(() => notes.length);
		for (const tab of [...hidden, seen]) {
			expect(await tab.evaluate(() => fetch("/journey.html").then(({ status }) => status))).toBe(200);
		}
		for (const tab of hidden) await expectPauses(tab);
	});

	it("do not throw each other out for ever where the relay serves no more of them", async (site) => {
		const { url } = await startRelayFor(site);
		async function open() {
			const page = await site.visit({ isClockFaked: true, relay: url });
			await page.evaluate(() => {
				// Other windows of this browser give and take the real one.
				window.addEventListener("focus", (event) => event.isTrusted && event.stopImmediatePropagation(), true);
				return window.pass(3000);
			});
			await waitForStream(page);
			return page;
		}

		const oldest = await open();
		const session = await sessionOf(oldest);
		const others: RawPage[] = [];
		while (others.length < 19) others.push(await openPage(url, session.id));
		const newest = await open();
		await oldest.waitFor(() => streams.at(-1)?.readyState === EventSource.CLOSED);
		await goOnline(oldest);
		await oldest.evaluate(() => window.pass(600_000));
		expect(await oldest.evaluate(() => streams.length)).toBe(1);

		await oldest.evaluate(() => void window.dispatchEvent(new Event("focus")));
		await waitForStream(oldest);
		await others[0]?.ended;
		await session.tell(url, "start_chatbot");
		await session.tell(url, HUMAN);
		for (const page of [oldest, newest]) await page.waitFor(() => notes.length);
		expect(await oldest.evaluate(() => streams.length)).toBe(2);
		await expectPauses(newest, livePause());
		expect(await newest.evaluate(() => streams.length)).toBe(1);
	});
});
