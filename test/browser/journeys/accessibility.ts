import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { RuleObject } from "axe-core";
import { expect } from "vitest";
import { onEnd } from "../../on-end.js";
import type { Screen } from "../engines/browser.js";
import { journeysIn } from "../journey.js";
import { serveSite } from "../static-site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SCREENS = [1280, 390].flatMap((width): Screen[] => [
	{ width, colorScheme: "light" },
	{ width, colorScheme: "dark" },
]);

/** Of the pages that TypeDoc makes, one of each kind. */
function isChecked(path: string, index: number, pages: string[]) {
	const kind = path.slice(0, path.lastIndexOf("/"));
	return !path.startsWith("docs/") || pages.findIndex((other) => other.startsWith(`${kind}/`)) === index;
}

/** TypeDoc's own: links in what unfolds a list, and small headings right below the first one. */
const OFF_IN_DOCS = { "nested-interactive": { enabled: false }, "heading-order": { enabled: false } };

const hasFrames = () =>
	[...document.querySelectorAll("iframe")].every(({ contentDocument, contentWindow }) => {
		return contentDocument?.readyState === "complete" && contentWindow?.location.href !== "about:blank";
	});

function addScript(textContent: string) {
	for (const { document } of [
		window,
		...Array.from({ length: frames.length }, (_, index) => frames[index] as Window),
	]) {
		document.head.append(Object.assign(document.createElement("script"), { textContent }));
	}
}

async function look(rules: RuleObject) {
	const { axe } = window as never as { axe: typeof import("axe-core") };
	const { violations } = await axe.run(document, { rules });
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`);
}

journeysIn(["Chromium"], "the pages", ({ it }) => {
	it("have nothing that axe objects to, light and dark, on a wide screen and on a phone", async (site) => {
		const { ownPages, urlOf } = await serveSite();
		const page = await site.newTab();
		onEnd(() => page.emulate?.());
		const found: string[] = [];
		for (const path of ownPages.filter(isChecked)) {
			await page.emulate?.(SCREENS[0]);
			await page.open(urlOf(site, path));
			await page.waitFor(hasFrames);
			await page.evaluate(addScript, AXE);
			for (const screen of SCREENS) {
				await page.emulate?.(screen);
				const violations = await page.evaluate(look, path.startsWith("docs/") ? OFF_IN_DOCS : {});
				found.push(...violations.map((text) => `${path}, ${screen.width} px, ${screen.colorScheme}: ${text}`));
			}
		}
		expect(found).toEqual([]);
	});
});
