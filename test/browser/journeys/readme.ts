import { expect } from "vitest";
import { type BlockTests, codeOf, readTable } from "../../docs/pages.js";
import { journeys, type Site } from "../journey.js";
import { openApp, openPage, takeGlobal } from "../pasted.js";
import { expectTold, PAUSE, START } from "../told.js";

type Test = (site: Site) => Promise<void>;

const TESTS: BlockTests<"readme", Record<string, Test>> = {
	"crisp-signals, js": {
		async "starts, pauses, and hears that a human is asked for"(site) {
			const page = await openApp(site, "first");
			await page.evaluate(async () => void (await window.runBlock()));
			await expectTold(page, START, PAUSE);
			await page.evaluate(() => void signals.receive("chatbot_paused:human"));
			await page.waitFor(() => notes.includes("human"));
		},
	},
	"crisp-signals, html": {
		async "has buttons that start and pause"(site) {
			const page = await openPage(site, "first");
			await page.click("[data-crisp-signal=start]");
			await page.waitFor(() => fakeCrisp.told.length);
			await page.click("[data-crisp-signal=pause]");
			await expectTold(page, START, PAUSE);
		},
		async "dispatches the events and sets the attributes that stand in the tables"(site) {
			const page = await openPage(site, "first");
			const events = readTable("event | on").flatMap(([cell]) => codeOf(cell));
			const [, , , state = "", busy = ""] = readTable("attribute | set by").flatMap(([cell]) => codeOf(cell));
			await page.evaluate((events) => {
				for (const name of events) document.addEventListener(name, ({ type }) => notes.push(type));
			}, events);
			const read = (state: string, busy: string, isClicked?: boolean) => {
				const button = document.querySelector<HTMLElement>("[data-crisp-signal=start]");
				if (isClicked) button?.click();
				const [name = ""] = busy.split("=");
				return [button?.getAttribute(state), `${name}="${button?.getAttribute(name)}"`];
			};
			expect(await page.evaluate(read, state, busy, true)).toEqual(["pending", busy]);
			await page.waitFor(() => notes.length);
			expect(await page.evaluate(read, state, busy)).toEqual(["sent", `aria-busy="null"`]);
			await page.evaluate(() => {
				signals.receive("chatbot_paused:human");
				document.querySelector("[data-crisp-signal=start]")?.setAttribute("data-crisp-signal-timeout", "1");
			});
			await page.click("[data-crisp-signal=start]");
			await page.waitFor(() => notes.length > 2);
			expect(await page.evaluate(read, state, busy)).toEqual(["failed", `aria-busy="null"`]);
			expect((await page.evaluate(() => notes)).sort()).toEqual(events.sort());
		},
	},
	"On a website: a script tag, html": {
		async "starts by its button on a page that had Crisp, and shows its notice for a human only"(site) {
			const page = await openPage(site, "shop");
			const isHidden = () => document.querySelector<HTMLElement>("#notice")?.hidden;
			await page.click("#help");
			await expectTold(page, START);
			expect(await page.evaluate(isHidden)).toBe(true);
			await page.evaluate(() => fakeCrisp.pause("human"));
			await page.reload();
			await page.waitFor(() => document.querySelector<HTMLElement>("#notice")?.hidden === false);
			await page.evaluate(takeGlobal);
			await page.evaluate(() => void signals.receive("chatbot_paused:schedule"));
			await page.waitFor(() => document.querySelector<HTMLElement>("#notice")?.hidden);
		},
		async "hides its notice again when a start ends the pause"(site) {
			const page = await openPage(site, "shop");
			await page.evaluate(() => void signals.receive("chatbot_paused:human"));
			await page.waitFor(() => document.querySelector<HTMLElement>("#notice")?.hidden === false);
			await page.click("#help");
			await page.waitFor(() => document.querySelector<HTMLElement>("#notice")?.hidden);
			await expectTold(page, START);
		},
	},
	"In an app: npm, js": {
		async "logs the pause that stood, and the start"(site) {
			const page = await openApp(site, "npm", { isPaused: true });
			await page.evaluate(() => void window.runBlock());
			await expectTold(page, START);
			const [paused, told, ...others] = await page.evaluate(() => notes);
			expect(paused).toBe("Enum paused: human (already at the first look)");
			expect(told).toBe("Enum was told");
			expect(others).toEqual([]);
		},
		async "logs the code where Crisp is blocked"(site) {
			const page = await openApp(site, "npm", { crisp: { blocked: true } });
			// The options of an app that sets them earlier are kept.
			await page.evaluate(() => signals.configure({ timeout: 1500 }));
			await page.evaluate(() => void window.runBlock());
			await page.waitFor(() => notes.length);
			expect(await page.evaluate(() => [notes, errors])).toEqual([["CRISP_UNAVAILABLE"], []]);
		},
	},
	"Live pauses, js": {
		async "tells each pause live, and once"(site) {
			const page = await openApp(site, "live", { isHooked: true });
			await page.evaluate(() => void window.runBlock());
			await page.waitFor(() => window.fakeCrisp.isJoined);
			for (const reason of ["human", "again"]) {
				await page.evaluate((reason) => window.fakeCrisp.pause(reason), reason);
				await page.waitFor((line) => notes.includes(line), `Enum paused: ${reason} (relay)`);
			}
			expect(await page.evaluate(() => notes)).toHaveLength(2);
		},
	},
};

for (const [name, tests] of Object.entries(TESTS)) {
	journeys(`README, ${name}:`, ({ it }) => {
		for (const [title, test] of Object.entries(tests)) it(title, test);
	});
}
