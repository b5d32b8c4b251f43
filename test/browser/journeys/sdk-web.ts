import { expect } from "vitest";
import { journeysIn, type Site } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

/** What the page has asked crisp-sdk-web for; it takes a handler off before it sets one. */
const SITE_COMMANDS = [
	...["off session:loaded", "on session:loaded"],
	...["off chat:opened", "on chat:opened"],
	...["off message:sent", "on message:sent"],
];

// What the two do to each other's array and handlers is the same in each engine.
journeysIn(["Chromium"], "beside crisp-sdk-web", ({ it }) => {
	async function visit(site: Site, first: string, artifact: string) {
		const page = await site.newTab();
		await page.open(site.urlOf(`sdk-web.html?first=${first}&artifact=${artifact}`));
		await page.waitFor(() => window.fakeCrisp?.isJoined && window.signals);
		return page;
	}

	for (const first of ["crisp-sdk-web", "signals"]) {
		for (const artifact of ["min", "esm"]) {
			it(`signals are told, and the site's chat is its own (${first} first, ${artifact})`, async (site) => {
				const page = await visit(site, first, artifact);
				await page.evaluate(() => {
					Crisp.chat.open();
					Crisp.message.sendText("Hello");
					// Its window is open when the dummy comes.
					Crisp.session.setData({ plan: "team" });
				});
				await expectTold(page, START);
				await page.evaluate(() => {
					void signals.pauseChatbot();
					Crisp.session.setData({ seats: 12 });
				});
				await expectTold(page, START, PAUSE);

				const seen = await page.evaluate(() => ({
					notes,
					handlers: fakeCrisp.handlers,
					commands: fakeCrisp.pushed.map(({ command }) => command).filter(([action]) => /^(on|off)$/.test(`${action}`)),
					sent: Object.assign({}, ...fakeCrisp.wire.map(({ data }) => data)),
					read: ["plan", "visits", "seats"].map((key) => Crisp.session.getData(key)),
					errors: [errors, consoleErrors],
				}));
				expect(seen.notes.sort()).toEqual(["chat:opened", "message:sent", "session:loaded"]);
				expect(seen.handlers).toEqual(["session:loaded", "chat:opened", "message:sent"]);
				expect(seen.commands.map(([action, event]) => `${action} ${event}`)).toEqual(SITE_COMMANDS);
				expect(seen.sent).toMatchObject({ plan: "team", visits: 3, seats: 12 });
				expect(seen.read).toEqual(["team", 3, 12]);
				expect(seen.errors).toEqual([[], []]);
			});
		}

		it(`a session that the site resets by it does not lose a signal (${first} first)`, async (site) => {
			const page = await visit(site, first, "min");
			await expectTold(page, START);
			const session = await page.evaluate(() => fakeCrisp.session);
			await page.evaluate(() => {
				void signals.pauseChatbot();
				// When the dummy is out, and the value is not.
				setTimeout(() => Crisp.session.reset(), 300);
			});
			await expectTold(page, START, PAUSE);
			expect(await page.evaluate(() => fakeCrisp.session)).not.toBe(session);
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		});
	}
});
