import { expect } from "vitest";
import { type BlockTests, readBlock } from "../../docs/pages.js";
import { journeysIn, type Site } from "../journey.js";
import { loadApp, openApp, openPage, takeGlobal, visitPasted } from "../pasted.js";
import { expectTold, START } from "../told.js";

type Test = (site: Site) => Promise<void>;

const TESTS: BlockTests<"guides", Record<string, Test>> = {
	"consent-and-ad-blockers: Before the visitor has agreed, html": {
		async "delivers a click from before the visitor has agreed"(site) {
			const page = await visitPasted(site, "consent");
			await page.waitFor(takeGlobal);
			await page.evaluate(() => document.querySelector<HTMLElement>("[data-crisp-signal]")?.click());
			expect(await page.evaluate(() => [signals.getState().pending, "$crisp" in window])).toEqual([1, false]);
			await page.click("#allow");
			await page.waitFor(() => window.fakeCrisp);
			await expectTold(page, START);
		},
	},
	"consent-and-ad-blockers: Where Crisp is blocked, css": {
		async "shows what is pending and what has failed"(site) {
			const page = await site.visit({ options: { timeout: 2000 }, crisp: { blocked: true } });
			await page.evaluate((css) => {
				document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
				document
					.querySelector("#start")
					?.parentElement?.insertAdjacentHTML("beforeend", `<a class="other-help">Mail</a>`);
			}, readBlock("consent-and-ad-blockers: Where Crisp is blocked, css").code);
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
	"frameworks: React, jsx": {
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
	"frameworks: Google Tag Manager, html": {
		async "loads the library, whose buttons work"(site) {
			const page = await visitPasted(site, "tag-manager");
			await page.waitFor(takeGlobal);
			await page.waitFor(() => window.fakeCrisp?.isJoined);
			await page.evaluate(() => document.querySelector<HTMLElement>("[data-crisp-signal]")?.click());
			await expectTold(page, START);
		},
	},
	"nothing-arrives: Turn the log on, js": {
		async "logs the steps"(site) {
			const page = await openApp(site, "debug");
			await page.evaluate(async () => {
				console.debug = (...args) => void notes.push(args.join(" "));
				await window.runBlock();
			});
			await expectTold(page, START);
			expect((await page.evaluate(() => notes)).join("\n")).toMatch(/\[crisp-signals\] .*start_chatbot/);
		},
	},
	"security: Content that visitors write, html": {
		async "sends nothing for a button in such content"(site) {
			const page = await openPage(site, "content");
			await page.evaluate(() => {
				const main = document.querySelector("main") as HTMLElement;
				main.innerHTML = `<button data-crisp-signal="pause">Win a prize</button>`;
				main.querySelector("button")?.click();
				document.querySelector<HTMLElement>("#top button")?.click();
			});
			await expectTold(page, START);
		},
	},
	"testing: Without npm, html": {
		async "starts, and shows after a reload that a human has taken over"(site) {
			const page = await site.visit({ artifact: "none", crispComes: "later" });
			await page.open(site.urlOf("pasted/without-npm.html"));
			await page.click("[data-crisp-signal=start]");
			await page.waitFor(() => document.querySelector("#told")?.textContent === "start_chatbot");
			await page.click("[onclick]");
			await page.reload();
			await page.waitFor(() => document.querySelector("#pause")?.textContent === "human");
		},
	},
	"testing: In a browser, js": {
		async "is a Crisp that outlives the page"(site) {
			const page = await openApp(site, "fake", { crispComes: "later" });
			await page.evaluate(() => void window.runBlock());
			await page.waitFor(() => window.fakeCrisp.isJoined);
			await page.evaluate(() => void signals.startChatbot());
			await expectTold(page, START);
			await page.reload();
			await page.waitFor(() => window.isReady);
			await loadApp(page, "fake");
			await page.evaluate(() => void window.runBlock());
			await page.waitFor(() => window.fakeCrisp.isJoined);
			await expectTold(page, START);
		},
	},
};

for (const [name, tests] of Object.entries(TESTS)) {
	journeysIn(["Chromium"], `the guide's code, ${name}:`, ({ it }) => {
		for (const [title, test] of Object.entries(tests)) it(title, test);
	});
}
