import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleBlock } from "../docs/bundle.js";
import { type BlockName, ROOT, readBlock, readText } from "../docs/pages.js";

/** Each app has the block as a module, which runs when the test says so. */
const APP = `
	import * as signals from "crisp-signals";
	window.signals = signals;
	window.runBlock = async () => window.block = await import("pasted");
`;

const REACT_APP = `${APP}
	import { createElement } from "react";
	import { createRoot } from "react-dom/client";
	window.render = (root) => createRoot(root).render(createElement(window.block.AskButton));
`;

/** By the names of their files: the block, and the app around it. */
export const APPS = {
	first: ["crisp-signals, js", APP],
	npm: ["In an app: npm, js", APP],
	live: ["Live pauses, js", APP],
	react: ["frameworks: React, jsx", REACT_APP],
	debug: ["nothing-arrives: Turn the log on, js", APP],
	fake: ["testing: In a browser, js", APP],
} as const satisfies Record<string, [BlockName, string]>;

/** A page that has Crisp already; the end tag of its body may be left out. */
const SHOP = `<!doctype html>
<title>A shop</title>
<script>window.$crisp=[];window.CRISP_WEBSITE_ID="0";</script>
<script src="https://client.crisp.chat/l.js" async></script>
<body><h1>A shop</h1>
`;

/** Of a page whose block brings Crisp's snippet. */
const HEAD = `<!doctype html><meta charset="utf-8"><title>A shop</title>`;

const { name } = JSON.parse(readText("package.json"));
const SCRIPT = "crisp-signals.min.js";

const SCRIPT_TAG = `<script src="/${SCRIPT}" defer></script>`;

/** The file that is built here may be newer than the released one that the page names. */
const loadBuilt = (html: string): string =>
	html.replace(/(?<=integrity ?= ?")[^"]*/, JSON.parse(readText("dist/sri.json"))[SCRIPT]);

/** By the names of their files. */
function findPages(): Record<string, string> {
	const first = loadBuilt(readBlock("crisp-signals, html").code);
	const more = readBlock("On a website: a script tag, html").code;
	const consent = readBlock("consent-and-ad-blockers: Before the visitor has agreed, html").code;
	const tag = loadBuilt(readBlock("frameworks: Google Tag Manager, html").code);
	const content = readBlock("security: Content that visitors write, html").code;
	const after = loadBuilt(readBlock("from-the-snippet: After, html").code);
	return {
		first: `${SHOP}${first}`,
		shop: `${SHOP}${first}${more}`,
		consent: `${HEAD}${SCRIPT_TAG}${consent}`,
		"tag-manager": `${SHOP}<button data-crisp-signal="start">Start</button>${tag}`,
		content: `${SHOP}<script src="/${SCRIPT}" data-bind="false" defer></script>${content}`,
		before: `${HEAD}${readBlock("from-the-snippet: Before, html").code}`,
		after: `${HEAD}${after}`,
		"old-calls": `${HEAD}${after}${readBlock("from-the-snippet: Where your code calls the function, html").code}`,
		"without-npm": readBlock("testing: Without npm, html").code,
	};
}

/** Writes the pages and apps of README and the guides, and the file that they ask a CDN for. */
export async function makePastedFiles(folder: string): Promise<void> {
	const place = (path: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		return join(folder, path);
	};

	for (const [name, html] of Object.entries(findPages())) writeFileSync(place(`pasted/${name}.html`), html);

	for (const [name, [block, app]] of Object.entries(APPS)) {
		await bundleBlock(readBlock(block), app, place(`pasted/${name}.js`));
	}

	for (const file of ["testing.js", SCRIPT]) copyFileSync(join(ROOT, "dist", file), place(`pasted/${file}`));

	const [, shown = ""] = readBlock("crisp-signals, html").code.match(/@([^/]*)\//) ?? [];
	copyFileSync(join(ROOT, "dist", SCRIPT), place(`elsewhere/cdn.jsdelivr.net/npm/${name}@${shown}/dist/${SCRIPT}`));
}
