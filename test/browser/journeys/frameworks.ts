import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { makeFile } from "../made-files.js";
import { LONG_HOLD, letGoOn } from "../outbox.js";
import { takeGlobal } from "../pasted.js";
import { expectTold, START } from "../told.js";

/** As they are on npm. They change pages without loading them. */
const LIBRARIES = {
	"htmx.js": "htmx.org/dist/htmx.min.js",
	"turbo.js": "@hotwired/turbo/dist/turbo.es2017-umd.js",
	"swup.js": "swup/dist/Swup.umd.js",
};

for (const [name, path] of Object.entries(LIBRARIES)) {
	const file = fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));
	makeFile(`frameworks/${name}`, readFileSync(file, "utf8"));
}

/**
 * What stands in the head, and on the body. Swup shows again what the server has sent; the others show a copy of the page, htmx
 * also after a reload.
 */
const FRAMEWORKS = {
	htmx: { head: `<script src="htmx.js"></script>`, body: `hx-boost="true"`, isCopied: true, isPlayedAtOnce: true },
	"htmx with view transitions": {
		head: `<script src="htmx.js"></script><meta name="htmx-config" content='{"globalViewTransitions":true}'>`,
		body: `hx-boost="true"`,
		isCopied: true,
		isPlayedAtOnce: false,
	},
	Turbo: { head: `<script src="turbo.js"></script>`, body: "", isCopied: true, isPlayedAtOnce: true },
	"Turbo with view transitions": {
		head: `<script src="turbo.js"></script><meta name="view-transition" content="same-origin">`,
		body: "",
		isCopied: true,
		isPlayedAtOnce: false,
	},
	Swup: {
		head: `<script src="swup.js"></script><script type="module">new Swup({ containers: ["main"] });</script>`,
		body: "",
		isCopied: false,
		isPlayedAtOnce: true,
	},
};

type Name = keyof typeof FRAMEWORKS;

const pathOf = (name: Name, page: string) => `frameworks/${name.toLowerCase().replaceAll(" ", "-")}-${page}.html`;

for (const [name, { head, body }] of Object.entries(FRAMEWORKS)) {
	const link = (page: string) => `/${pathOf(name as Name, page)}`;
	const makeIt = (page: string, main: string) =>
		makeFile(
			link(page),
			`<!doctype html>
			<html lang="en">
			<head>
				<meta charset="utf-8"><link rel="icon" href="data:,"><title>${page}</title>
				<script src="/recorder.js"></script>
				<script>window.$crisp = [];</script>
				<script src="/elsewhere/client.crisp.chat/l.js"></script>
				<script src="/crisp-signals.min.js" data-delay="${LONG_HOLD}"></script>
				${head}
			</head>
			<body ${body}><main class="transition-fade"><h1>${page}</h1>${main}</main></body>
			</html>`,
		);
	makeIt("shop", `<button data-crisp-signal="start">Ask our assistant</button><a href="${link("cart")}">Cart</a>`);
	makeIt("cart", `<a href="${link("shop")}">Shop</a>`);
}

async function open(site: Site, name: Name) {
	const page = await site.newTab();
	await page.open(site.urlOf(pathOf(name, "shop")));
	await page.waitFor(() => fakeCrisp.isJoined);
	await page.evaluate(takeGlobal);
	return page;
}

const show = (page: Page, title: string) =>
	page.waitFor((title) => document.querySelector("h1")?.textContent === title, title);

const goBack = async (page: Page) => {
	await page.evaluate(() => void setTimeout(() => history.back()));
	await show(page, "shop");
};

const readButton = () => {
	const button = document.querySelector("button");
	return [button?.getAttribute("data-crisp-signal-state"), button?.getAttribute("aria-busy")];
};

const isUnmarked = () =>
	document.querySelector("button") !== null &&
	document.querySelector("[aria-busy], [data-crisp-signal-state]") === null;

/** Within the same task, so that no machine is too slow for it. */
function clickAndLeave() {
	Object.assign(window, { isSame: true });
	document.querySelector("button")?.click();
	document.querySelector("a")?.click();
	return document.querySelector("button")?.getAttribute("data-crisp-signal-state");
}

/** The framework has changed the pages: none was loaded. */
async function expectFineOnSamePage(page: Page) {
	expect(await page.evaluate(() => (window as { isSame?: boolean }).isSame)).toBe(true);
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
}

for (const [name, { isCopied, isPlayedAtOnce }] of Object.entries(FRAMEWORKS)) {
	journeys(`a button on a page of ${name}, left before its signal is sent,`, ({ it }) => {
		it("says nothing when its signal is sent and the visitor comes back", async (site) => {
			const page = await open(site, name as Name);
			expect(await page.evaluate(clickAndLeave)).toBe("pending");
			await show(page, "cart");
			await letGoOn(page);
			await expectTold(page, START);
			await goBack(page);
			await page.waitFor(isUnmarked);
			await expectFineOnSamePage(page);
		});

		if (!isPlayedAtOnce) return;

		it("says what is true when the visitor comes back at once", async (site) => {
			const page = await open(site, name as Name);
			await page.evaluate(clickAndLeave);
			await show(page, "cart");
			await goBack(page);
			const state = await page.evaluate(readButton);
			expect(await page.evaluate(() => signals.getState().pending)).toBe(1);
			expect(state).toEqual(isCopied ? ["pending", "true"] : [null, null]);
			await letGoOn(page);
			await expectTold(page, START);
			await page.waitFor(isUnmarked);
			await expectFineOnSamePage(page);
		});
	});
}

journeys("a button on a page that htmx keeps in the storage", ({ it }) => {
	it("says nothing when the visitor comes back after a reload of the next page", async (site) => {
		const page = await open(site, "htmx");
		await page.evaluate(clickAndLeave);
		await show(page, "cart");
		await page.reload();
		await page.waitFor(() => fakeCrisp.isJoined);
		await page.evaluate(takeGlobal);
		await letGoOn(page);
		await expectTold(page, START);
		await goBack(page);
		await page.waitFor(isUnmarked);
	});
});
