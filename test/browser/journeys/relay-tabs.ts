import { expect } from "vitest";
import { startCommand } from "../../server/command.js";
import { hideByEvent } from "../crisp.js";
import type { Page } from "../engines/browser.js";
import { startGateway } from "../gateway.js";
import { journeys } from "../journey.js";
import { expectPauses, HUMAN, sessionOf, waitForStream } from "../relay.js";

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
			await hideByEvent(tab);
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
});
