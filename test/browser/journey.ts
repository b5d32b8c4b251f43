import { afterAll, beforeAll, describe, inject, it, type TestContext } from "vitest";
import { startServer } from "../../examples/server.mjs";
import type { ChatbotOptions, Signal } from "../../src/index.js";
import type { FakeCrispOptions } from "../../src/testing/index.js";
import type { Browser, Page } from "./engines/browser.js";
import type { EngineName } from "./engines/find.js";
import { launchWithPuppeteer } from "./engines/puppeteer.js";
import { launchWebKit } from "./engines/webkit.js";

/** The built files, each in the way in which sites load it. */
export const ARTIFACTS = ["min", "readable", "esm", "cjs"] as const;

/** What the journey page is to be. */
export interface Visit {
	artifact?: (typeof ARTIFACTS)[number] | "none";
	options?: ChatbotOptions;
	crisp?: Omit<FakeCrispOptions, "storage">;
	/** What the visitor's session holds from an earlier visit. */
	held?: string;
	/** Enum has paused for a human. */
	isPaused?: boolean;
	/** Crisp's snippet stands before our script; or the test runs it. */
	crispComes?: "first" | "later";
	brokenStorage?: boolean;
	page?: string;
}

/** A site of its own on one engine: an origin whose storage nobody else has. */
export interface Site {
	readonly engine: EngineName;
	/** A tab without a page. */
	newTab(): Promise<Page>;
	/** The address of a file. */
	urlOf(path: string): string;
	urlFor(visit: Visit): string;
	/** A tab with the journey page, as soon as the library is there. */
	visit(visit: Visit): Promise<Page>;
}

type Journey = (site: Site, context: TestContext) => Promise<void>;

export const engines = inject("engines");
const browsers = new Map<EngineName, Browser>();
const server = { port: "", stop: async () => {} };
let siteCount = 0;

const CSP = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'";

const folder = (path: string) => new URL(path, import.meta.url).pathname;

/** Starts what all journeys share. To be called once. */
export function useBrowsers(): void {
	beforeAll(async () => {
		const { url, stop } = await startServer({
			folders: [inject("madeFolder"), folder("./pages")],
			// no-store would keep pages out of the back/forward cache.
			headers: (path: string) => ({
				"Cache-Control": "no-cache",
				...(path.startsWith("/csp") && { "Content-Security-Policy": CSP }),
			}),
		} as object);
		Object.assign(server, { port: new URL(url).port, stop });
		const launched = engines.map((engine) =>
			engine.name === "WebKit" ? launchWebKit(engine) : launchWithPuppeteer(engine),
		);
		for (const browser of await Promise.all(launched)) browsers.set(browser.name, browser);
		const versions = [...browsers.values()].map(({ name, version }) => `${name} ${version}`);
		const missing = inject("missing").map((name) => `${name} is not installed`);
		process.stdout.write(`${[...versions, ...missing].join(" · ")}\n`);
	}, 120_000);

	afterAll(async () => {
		await Promise.all([...browsers.values()].map((browser) => browser.close()));
		await server.stop();
	});
}

function createSite(engine: EngineName, tabs: Page[]): Site {
	siteCount += 1;
	const host = `site${siteCount}.localhost`;
	const urlOf = (path: string) => `http://${host}:${server.port}/${path}`;
	const urlFor = (visit: Visit) => urlOf(`journey.html?q=${encodeURIComponent(JSON.stringify(visit))}`);

	async function newTab() {
		const tab = await (browsers.get(engine) as Browser).newTab();
		tabs.push(tab);
		return tab;
	}

	return {
		engine,
		newTab,
		urlOf,
		urlFor,
		async visit(visit) {
			const tab = await newTab();
			await tab.open(urlFor(visit));
			await tab.waitFor(() => window.isReady);
			return tab;
		},
	};
}

function register(title: string, engine: EngineName, journey: Journey) {
	it.concurrent(title, { timeout: 90_000 }, async (context) => {
		const tabs: Page[] = [];
		try {
			await journey(createSite(engine, tabs), context);
		} finally {
			for (const tab of tabs) await tab.close();
		}
	});
}

export interface Journeys {
	/** A journey on each engine. */
	it(title: string, journey: Journey): void;
	/** A journey on each engine, with each built file. */
	each(title: string, journey: (site: Site, artifact: (typeof ARTIFACTS)[number]) => Promise<void>): void;
}

/** Registers journeys for all engines that are here, or for those that are named. */
export function journeys(title: string, define: (journeys: Journeys) => void, only?: readonly EngineName[]): void {
	for (const { name } of engines.filter((engine) => !only || only.includes(engine.name))) {
		describe.concurrent(`${name}: ${title}`, () => {
			define({
				it: (title, journey) => register(title, name, journey),
				each(title, journey) {
					for (const artifact of ARTIFACTS) register(`${title} (${artifact})`, name, (site) => journey(site, artifact));
				},
			});
		});
	}
}

/** What was said by then, or nothing. */
export type Told = readonly Signal[];
