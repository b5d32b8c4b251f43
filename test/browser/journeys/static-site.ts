import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { journeysIn } from "../journey.js";
import { serveSite } from "../static-site.js";
import { START } from "../told.js";

describe.concurrent("the static site", () => {
	it("links no page, file or heading that is not there", async () => {
		const { folder, pages } = await serveSite();
		const read = (path: string) => readFileSync(join(folder, path), "utf8");
		const dead = pages.flatMap((page) => {
			const links = [...read(page).matchAll(/<[a-z][^>]*\s(?:href|src)="([^"]*)"/g)].map(([, link = ""]) => link);
			return links.filter((link) => !isAlive(page, link)).map((link) => `${page}: ${link}`);
		});
		expect(dead).toEqual([]);

		function isAlive(page: string, link: string) {
			const url = new URL(link.replaceAll("&amp;", "&"), `http://site/base/${page}`);
			if (url.host !== "site") return true;
			if (!url.pathname.startsWith("/base/")) return false;
			let path = decodeURIComponent(url.pathname.slice("/base/".length));
			if (path === "" || path.endsWith("/")) path += "index.html";
			if (!existsSync(join(folder, path)) || statSync(join(folder, path)).isDirectory()) return false;
			const id = decodeURIComponent(url.hash.slice(1));
			return !id || read(path).includes(`id="${id}"`);
		}
	});
});

journeysIn(["Chromium"], "the static site", ({ it }) => {
	it("works below a path of a server that knows files only, with the relay in the page", async (site) => {
		const { ownPages, missing, urlOf } = await serveSite();
		const page = await site.newTab();
		// Of those that TypeDoc makes, one.
		for (const path of ownPages.filter((path) => !path.startsWith("docs/") || path === "docs/index.html")) {
			await page.open(urlOf(site, path));
			await page.waitFor(() => document.readyState === "complete");
		}

		await page.open(urlOf(site, "bench/"));
		await page.waitFor(() => document.querySelectorAll("#figures li").length === 3);

		await page.open(urlOf(site, "check/"));
		await page.evaluate(() => {
			const textContent = `import { loadLibrary } from "./load-library.js"; window.signals = await loadLibrary("enum");`;
			document.body.append(Object.assign(document.createElement("script"), { type: "module", textContent }));
		});
		await page.waitFor(() => typeof signals === "object");

		await page.open(urlOf(site, "react/"));
		await page.waitFor(() => window.fakeCrisp?.isJoined);
		await page.click("button");
		await page.waitFor((start) => fakeCrisp.told.includes(start), START);
		await page.evaluate(() => fakeCrisp.pause());
		await page.waitFor(() => document.querySelector("[role=status]")?.textContent === "You asked for a colleague.");
		expect(await page.evaluate(() => document.querySelector("footer")?.textContent)).toContain(
			"the relay runs in the page",
		);
		expect(missing).toEqual([]);
	});
});
