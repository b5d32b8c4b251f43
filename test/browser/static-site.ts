import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sirv from "sirv";
import { afterAll, inject } from "vitest";
import { listen } from "../../examples/server-rendered/server.js";
import type { Site } from "./journey.js";

/** Where the site is on its server. */
const BASE = "/below/a/path/";

/** Pages that are for a frame of another one. */
const FRAMED = ["check/second.html", "playground/shop/"];

export interface StaticSite {
	folder: string;
	/** Its pages, by their path. */
	pages: string[];
	/** Those that a visitor opens. */
	ownPages: string[];
	/** What was asked for and is not there. */
	missing: string[];
	urlOf(site: Site, path: string): string;
}

const stops: (() => Promise<unknown>)[] = [];
let served: Promise<StaticSite> | undefined;

async function start(): Promise<StaticSite> {
	const folder = join(inject("madeFolder"), "static-site");
	// In a process of its own: it would hold up the journeys.
	await promisify(execFile)("node", [fileURLToPath(new URL("../../scripts/site.mjs", import.meta.url)), folder]);
	const missing: string[] = [];
	const serve = sirv(folder, { dev: true });
	const server = createServer((request, response) => {
		const { url = "" } = request;
		function refuse() {
			missing.push(url);
			response.writeHead(404).end();
		}
		if (!url.startsWith(BASE)) return refuse();
		request.url = url.slice(BASE.length - 1);
		serve(request, response, refuse);
	});
	const { url, stop } = await listen(server, 0);
	stops.push(stop);
	const { port } = new URL(url);
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
	const pages = files.filter((path) => path.endsWith(".html"));
	return {
		folder,
		pages,
		ownPages: pages.filter((path) => !FRAMED.some((framed) => path.startsWith(framed))),
		missing,
		urlOf: ({ origin }, path) => `http://${new URL(origin).hostname}:${port}${BASE}${path}`,
	};
}

/** What `npm run site` makes, on a server that knows files only. Made once. */
export function serveSite(): Promise<StaticSite> {
	served ??= start();
	return served;
}

afterAll(async () => {
	for (const stop of stops) await stop();
});
