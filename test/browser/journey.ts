import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { startServer } from "../../examples/server.mjs";
import type { ChatbotOptions } from "../../src/index.js";
import type { FakeCrispOptions } from "../../src/testing/index.js";
import { withEnds } from "../on-end.js";
import type { Page } from "./engines/browser.js";
import { ENGINES, type Engine, type EngineName } from "./engines/find.js";
import { poolTabs, type TabPool } from "./engines/pool.js";
import { launchWithPuppeteer } from "./engines/puppeteer.js";
import { createLoadGate, createSlots, type Slots } from "./engines/slots.js";
import { launchWebKit } from "./engines/webkit.js";

/** The built files, each in the way in which sites load it. The journeys use the first; artifacts.ts plays all. */
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
	/** As on a page that is no secure context. */
	brokenCrypto?: boolean;
	/** Whether its buttons are bound; they are. */
	isBound?: boolean;
	page?: string;
	/** In a tab that has not been used before. */
	isFresh?: boolean;
	/** Time stands still on the page but for `pass`. */
	isClockFaked?: boolean;
	/** The address of a relay that the page listens to. Each pause goes into its `notes`. */
	relay?: string;
	/** Crisp tells this server's relay of each change, by its web hook. */
	isHooked?: boolean;
}

/** A site of its own on one engine: an origin whose storage nobody else has. */
export interface Site {
	readonly engine: EngineName;
	/** A tab without a page. */
	newTab(): Promise<Page>;
	readonly origin: string;
	/** The address of a file. */
	urlOf(path: string): string;
	/** The same at another site, for which a browser starts a process: its heap is the page's own. */
	ownUrlOf(path: string): string;
	urlFor(visit: Visit): string;
	/** A tab with the journey page, as soon as the library is there. */
	visit(visit: Visit): Promise<Page>;
	/** The same, as soon as Crisp has joined its session too. */
	visitJoined(visit?: Visit): Promise<Page>;
}

type Journey = (site: Site) => Promise<void>;

export const engines = inject("engines");
const server = { port: "", stop: async () => {} };
let siteCount = 0;

/** Journeys at a time in a browser: they mostly wait. Chromium has the most of them. */
const SLOTS = { Chromium: 16, Firefox: 10, WebKit: 10 };
const startWhereFree = createLoadGate();
/** ms, the wait for a slot included. What goes wrong in a journey is told much earlier, by `waitFor`. */
const TIMEOUT = 3_600_000;

/** A browser, which is launched by its first journey. */
interface Lane {
	launch(): Promise<TabPool>;
	run: Slots;
	close(): Promise<void>;
}

function createLane(engine: Engine, count: number): Lane {
	let launched: Promise<TabPool> | undefined;
	async function launch() {
		const browser = await (engine.name === "WebKit" ? launchWebKit(engine) : launchWithPuppeteer(engine));
		process.stdout.write(`${browser.name} ${browser.version}\n`);
		return poolTabs(browser);
	}
	return {
		launch() {
			launched ??= launch();
			return launched;
		},
		run: createSlots(count),
		async close() {
			// Where it could not be launched its journeys say so.
			const browser = await launched?.catch(() => undefined);
			await browser?.close();
		},
	};
}

/** Of each engine two browsers: one for most journeys, and one in which a journey is alone. */
const lanes = new Map(
	engines.map((engine) => [
		engine.name,
		{ shared: createLane(engine, SLOTS[engine.name]), alone: createLane(engine, 1) },
	]),
);
const lanesOf = (engine: EngineName) => lanes.get(engine) as { shared: Lane; alone: Lane };

const CSP = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Starts what all journeys share. To be called once. */
export function useBrowsers(): void {
	beforeAll(async () => {
		const { url, stop } = await startServer({
			folders: [inject("madeFolder"), folder("./pages")],
			// no-store would keep pages out of the back/forward cache.
			headers: (path: string) => ({
				"Cache-Control": "no-cache",
				...(path.startsWith("/csp") && { "Content-Security-Policy": CSP }),
				...(path.startsWith("/elsewhere/cdn") && { "Access-Control-Allow-Origin": "*" }),
			}),
		} as object);
		Object.assign(server, { port: new URL(url).port, stop });
		const missing = inject("missing").map((name) => `${name} is not installed`);
		if (missing.length) process.stdout.write(`${missing.join(" · ")}\n`);
	});

	afterAll(async () => {
		const all = [...lanes.values()].flatMap(({ shared, alone }) => [shared, alone]);
		await Promise.all(all.map((lane) => lane.close()));
		await server.stop();
	}, 120_000);
}

function createSite(engine: EngineName, lane: Lane, tabs: Page[]): Site {
	siteCount += 1;
	const siteNumber = siteCount;
	// One site for browsers that start a process for each.
	const host = `shop${siteCount}.site.localhost`;
	const origin = `http://${host}:${server.port}`;
	const urlOf = (path: string) => `${origin}/${path}`;
	const ownUrlOf = (path: string) => `http://site${siteNumber}.localhost:${server.port}/${path}`;
	const urlFor = (visit: Visit) => urlOf(`journey.html?q=${encodeURIComponent(JSON.stringify(visit))}`);

	async function newTab(isFresh = false) {
		const browser = await lane.launch();
		const tab = await (isFresh ? browser.newFreshTab() : browser.newTab());
		tabs.push(tab);
		return tab;
	}

	async function visit(visit: Visit) {
		const tab = await newTab(visit.isFresh);
		await tab.open(urlFor(visit));
		await tab.waitFor(() => window.isReady);
		return tab;
	}

	async function visitJoined(page: Visit = {}) {
		const tab = await visit(page);
		await tab.waitFor(() => fakeCrisp.isJoined);
		return tab;
	}

	return { engine, newTab, origin, urlOf, ownUrlOf, urlFor, visit, visitJoined };
}

interface Registration {
	lane?: Lane;
	/** By default the journey takes one of the slots. */
	run?: Slots;
}

function register(title: string, engine: EngineName, journey: Journey, registration: Registration = {}) {
	const { lane = lanesOf(engine).shared, run = (journey) => lane.run(() => startWhereFree(journey)) } = registration;
	it.concurrent(title, { timeout: TIMEOUT }, () =>
		run(async () => {
			const tabs: Page[] = [];
			try {
				await withEnds(() => journey(createSite(engine, lane, tabs)));
			} finally {
				for (const tab of tabs) await tab.close();
			}
		}),
	);
}

export interface Journeys {
	/** A journey on each engine. */
	it(title: string, journey: Journey): void;
	/** The same, in a browser in which no other journey runs. */
	alone(title: string, journey: Journey): void;
	/** A journey that waits for minutes on a page that does next to nothing: beside all others. */
	meanwhile(title: string, journey: Journey): void;
}

/** Registers journeys for those of these engines that are here. */
export function journeysIn(names: readonly EngineName[], title: string, define: (journeys: Journeys) => void): void {
	for (const { name } of engines.filter((engine) => names.includes(engine.name))) {
		describe.concurrent(`${name}: ${title}`, () => {
			define({
				it: (title, journey) => register(title, name, journey),
				alone: (title, journey) => register(title, name, journey, { lane: lanesOf(name).alone }),
				meanwhile: (title, journey) => register(title, name, journey, { run: (journey) => journey() }),
			});
		});
	}
}

/** Registers journeys for each engine. The code of the guides and recipes, and pages that only show something, are played in one. */
export const journeys = (title: string, define: (journeys: Journeys) => void): void =>
	journeysIn(ENGINES, title, define);
