import { expect } from "vitest";
import { type BlockTests, codeOf, readBlock, readTable } from "../../docs/pages.js";
import { journeys, type Site } from "../journey.js";
import { openApp, openPage, takeGlobal } from "../pasted.js";
import { expectTold, PAUSE, START } from "../told.js";

type Test = (site: Site) => Promise<void>;

const TESTS: BlockTests<"browser", Record<string, Test>> = {
	"On a website: a script tag, html": {
		async "has buttons that start and pause"(site) {
			const page = await openPage(site, "pasted/page.html");
			await page.click("[data-crisp-signal=start]");
			await page.waitFor(() => fakeCrisp.told.length);
			await page.click("[data-crisp-signal=pause]");
			await expectTold(page, START, PAUSE);
		},
		async "dispatches the events and sets the attributes that stand in the tables"(site) {
			const page = await openPage(site, "pasted/page.html");
			const events = readTable("event | on").flatMap(([cell]) => codeOf(cell));
			const [, , , state = "", busy = ""] = readTable("attribute | where").flatMap(([cell]) => codeOf(cell));
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
	"On a website: a script tag, html 2": {
		async "starts by its button on a page that had Crisp, and shows its notice for a human only"(site) {
			const page = await openPage(site, "pasted/shop.html");
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
			const page = await openPage(site, "pasted/shop.html");
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
			expect(told).toMatch(/^Enum was told after \d+ ms$/);
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
	"Buttons, css": {
		async "shows what is pending and what has failed"(site) {
			const page = await site.visit({ options: { timeout: 2000 }, crisp: { blocked: true } });
			await page.evaluate((css) => {
				document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
				document
					.querySelector("#start")
					?.parentElement?.insertAdjacentHTML("beforeend", `<a class="other-help">Mail</a>`);
			}, readBlock("Buttons, css").code);
			const read = (isClicked?: boolean) => {
				const button = document.querySelector("#start") as HTMLElement;
				if (isClicked) button.click();
				const link = document.querySelector(".other-help") as HTMLElement;
				return [getComputedStyle(button).opacity, getComputedStyle(link).display];
			};
			expect(await page.evaluate(read)).toEqual(["1", "none"]);
			expect(await page.evaluate(read, true)).toEqual(["0.6", "none"]);
			await page.waitFor((selector) => !!document.querySelector(selector), "[data-crisp-signal-state=failed]");
			expect(await page.evaluate(read)).toEqual(["1", "inline"]);
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
	"In React, jsx": {
		async "renders a button, disabled while it is pending, and a notice for a human only"(site) {
			const page = await openApp(site, "react");
			await page.evaluate(async () => {
				await window.runBlock();
				document.body.innerHTML = `<div id="root"></div>`;
				window.render(document.body.firstElementChild);
			});
			const read = () => document.querySelector("#root")?.innerHTML;
			await page.waitFor((selector) => !!document.querySelector(selector), "#root button");
			const isDisabled = await page.evaluate(async () => {
				const button = document.querySelector<HTMLButtonElement>("#root button");
				button?.click();
				await new Promise(requestAnimationFrame);
				// It does nothing meanwhile.
				button?.click();
				return button?.ariaDisabled;
			});
			expect(isDisabled).toBe("true");
			await expectTold(page, START);
			const button = `<button aria-disabled="false">Ask our assistant</button>`;
			expect(await page.evaluate(read)).toBe(button);
			await page.evaluate(() => void signals.receive("chatbot_paused:schedule"));
			await page.waitFor(() => signals.getState().pause);
			expect(await page.evaluate(read)).toBe(button);
			await page.evaluate(() => void signals.receive("chatbot_paused:human"));
			await page.waitFor((selector) => !!document.querySelector(selector), "#root p");
			expect(await page.evaluate(read)).toBe(`<p>You asked for a colleague.</p>${button}`);
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		},
		async "offers another way where Crisp is blocked"(site) {
			const page = await openApp(site, "react", { crisp: { blocked: true } });
			await page.evaluate(async () => {
				await window.runBlock();
				document.body.innerHTML = `<div id="root"></div>`;
				window.render(document.body.firstElementChild);
				signals.startChatbot({ timeout: 100 });
			});
			await page.waitFor((selector) => !!document.querySelector(selector), "#root a");
			const button = `<button aria-disabled="false">Ask our assistant</button>`;
			const html = await page.evaluate(() => document.querySelector("#root")?.innerHTML);
			expect(html).toBe(`${button}<a href="/contact">Write to us</a>`);
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		},
	},
};

for (const [name, tests] of Object.entries(TESTS)) {
	journeys(`README, ${name}:`, ({ it }) => {
		for (const [title, test] of Object.entries(tests)) it(title, test);
	});
}
