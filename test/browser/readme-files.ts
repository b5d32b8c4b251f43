import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleBlock } from "../docs/bundle.js";
import { type BlockName, ROOT, readBlock, readText } from "../docs/readme.js";

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
	npm: ["In an app: npm, js", APP],
	live: ["Live pauses, js", APP],
	react: ["In React, jsx", REACT_APP],
} as const satisfies Record<string, [BlockName, string]>;

/** A page that has Crisp already; the end tag of its body may be left out. */
const SHOP = `<!doctype html>
<title>A shop</title>
<script>window.$crisp=[];window.CRISP_WEBSITE_ID="0";</script>
<script src="https://client.crisp.chat/l.js" async></script>
<body><h1>A shop</h1>
`;

/** As a relay sends them; one of them comes twice. */
function buildEvents(): string[] {
	const now = Date.now();
	const pauses: [value: string, at: number][] = [
		["chatbot_paused:human", now],
		["chatbot_paused:human", now],
		["chatbot_paused:again", now + 1],
	];
	return pauses.map(([value, at]) => `id: ${at}\ndata: ${JSON.stringify({ value, at })}\n\n`);
}

/** Writes README's pages and apps, and the file that they ask a CDN for. */
export async function makeReadmeFiles(folder: string): Promise<void> {
	const place = (path: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		return join(folder, path);
	};

	const { name, version } = JSON.parse(readText("package.json"));
	const script = "crisp-signals.min.js";
	const snippet = readBlock("On a website: a script tag, html").code;
	const [, shown = "", integrity = ""] = snippet.match(/@([^/]*)\/[\s\S]*?integrity="([^"]*)"/) ?? [];
	// After a release the file that is built here is another one.
	const page = shown === version ? snippet : snippet.replace(integrity, JSON.parse(readText("dist/sri.json"))[script]);
	const more = readBlock("On a website: a script tag, html 2").code;
	writeFileSync(place("readme/page.html"), page);
	const [, between] = page.split(/<!-- .?crisp-signals -->/);
	writeFileSync(place("readme/shop.html"), `${SHOP}${between}${more}`);

	// The browser does not ask for them a second time.
	writeFileSync(place("crisp-signals"), ["retry: 600000\n", ...buildEvents()].join(""));
	for (const [name, [block, app]] of Object.entries(APPS)) {
		await bundleBlock(readBlock(block), app, place(`readme/${name}.js`));
	}

	copyFileSync(join(ROOT, "dist", script), place(`elsewhere/cdn.jsdelivr.net/npm/${name}@${shown}/dist/${script}`));
}
