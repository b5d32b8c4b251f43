import { join } from "node:path";
import { beforeAll, expect, inject } from "vitest";
import { bundleBlock } from "../../docs/bundle.js";
import { type BlockTests, readBlock } from "../../docs/pages.js";
import { ANGULAR_APP } from "../angular-app.js";
import type { Page } from "../engines/browser.js";
import { journeys, journeysIn, type Site } from "../journey.js";
import { makePage } from "../made-files.js";
import { LONG_HOLD, letGoOn } from "../outbox.js";
import { expectTold, START } from "../told.js";

/** What the app puts on its page. */
interface AngularWindow extends Window {
	zone: { run<T>(run: () => T): T; runOutsideAngular<T>(run: () => T): T };
	isInZone: () => boolean;
	isStable: boolean;
	/** How often Angular has looked for changes. */
	checks: number;
	/** How often the library has looked at Crisp. */
	looks: number;
}
declare const window: AngularWindow;

const BLOCK = "frameworks: Angular, ts";

beforeAll(() => {
	const options = {
		target: "es2016",
		format: "iife",
		tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
	} as const;
	return bundleBlock(readBlock(BLOCK), ANGULAR_APP, join(inject("madeFolder"), "angular.js"), options);
});

makePage(
	"angular.html",
	`<script>window.$crisp = [];</script>
	<script src="/elsewhere/client.crisp.chat/l.js"></script>
	<script src="/angular.js" defer></script>
	<body><app-root></app-root></body>`,
);

async function openApp(site: Site) {
	const page = await site.newTab();
	await page.open(site.urlOf("angular.html"));
	// The page's own events are change detections, too, and so is the library's news that Crisp has joined: listeners that
	// were added in Angular's zone run there.
	await page.waitFor(
		() => document.readyState === "complete" && window.isReady && window.isStable && signals.getState().ready,
	);
	await page.evaluate((delay) => {
		signals.configure({ delay });
		const { $crisp } = window;
		const { get } = $crisp;
		window.looks = 0;
		$crisp.get = (name: string, key?: string) => {
			if (name === "session:identifier") window.looks += 1;
			return get(name, key);
		};
	}, LONG_HOLD);
	return page;
}

const readButton = () => document.querySelector("ask-button button")?.getAttribute("aria-disabled");

const expectNoErrors = async (page: Page) =>
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);

const TESTS: BlockTests<"angular", Record<string, (site: Site) => Promise<void>>> = {
	"frameworks: Angular, ts": {
		async "shows what is pending, and for how long"(site) {
			const page = await openApp(site);
			expect(await page.evaluate(readButton)).toBe("false");
			await page.click("ask-button button");
			expect(await page.evaluate(readButton)).toBe("true");
			await letGoOn(page);
			await expectTold(page, START);
			expect(await page.evaluate(readButton)).toBe("false");
			await expectNoErrors(page);
		},
		async "shows a pause for a human as soon as it is known"(site) {
			const page = await openApp(site);
			await page.evaluate(() => void signals.receive("chatbot_paused:human"));
			await page.waitFor(() => document.querySelector("ask-button p") !== null);
			await expectNoErrors(page);
		},
	},
};

for (const [name, tests] of Object.entries(TESTS)) {
	journeysIn(["Chromium"], `the guide's code, ${name}:`, ({ it }) => {
		for (const [title, test] of Object.entries(tests)) it(title, test);
	});
}

journeys("in an Angular app with zone.js", ({ it }) => {
	it("a click handler that starts the chatbot leaves the app stable, and no look at Crisp is a change detection", async (site) => {
		const page = await openApp(site);
		await page.click("#told");
		await page.waitFor(() => window.isStable);
		const [checks, looks] = await page.evaluate(() => [window.checks, window.looks]);
		await page.waitFor((looks) => window.looks > looks + 15, looks as number);
		// Still on its way.
		expect(await page.evaluate(() => [signals.getState().pending, window.isStable])).toEqual([1, true]);
		expect(await page.evaluate(() => window.checks)).toBe(checks);
		await letGoOn(page);
		// The promise's handler runs in the zone that has added it.
		await page.waitFor(() => document.querySelector("#told")?.textContent === "told");
		await expectTold(page, START);
		await page.waitFor(() => window.isStable);
		await expectNoErrors(page);
	});

	it("a listener runs in the zone that has added it, and only what is inside is a change detection", async (site) => {
		const page = await openApp(site);
		await page.evaluate(() => {
			const note = (name: string) => () => void notes.push(`${name}: ${window.isInZone()}`);
			window.zone.run(() => {
				signals.onPaused(note("pause inside"));
				signals.subscribe(note("change inside"));
			});
			window.zone.runOutsideAngular(() => {
				signals.onPaused(note("pause outside"));
				signals.subscribe(note("change outside"));
			});
			signals.receive("chatbot_paused:human");
		});
		await page.waitFor(() => notes.length === 4);
		expect((await page.evaluate(() => notes)).sort()).toEqual([
			"change inside: true",
			"change outside: false",
			"pause inside: true",
			"pause outside: false",
		]);
		expect(await page.evaluate(() => window.isStable)).toBe(true);
		await expectNoErrors(page);
	});

	it("bound buttons add no change detection of their own to what the page changes", async (site) => {
		const page = await openApp(site);
		const checks = await page.evaluate(async () => {
			window.zone.run(() => void signals.bindButtons());
			window.dispatchEvent(new PopStateEvent("popstate"));
			let before = -1;
			while (before !== window.checks) {
				before = window.checks;
				await new Promise(requestAnimationFrame);
			}
			document.body.append(document.createElement("p"));
			await new Promise(requestAnimationFrame);
			return window.checks - before;
		});
		expect(checks).toBe(0);
	});
});
