import puppeteer, { type Page as PuppeteerPage } from "puppeteer-core";
import { NO_OMNIBOX_PAGES } from "../../../scripts/launch-chromium.mjs";
import { type Browser, createPage, type Driver, PATIENCE, type Page, PLAIN_HOSTS, type Screen } from "./browser.js";
import type { Engine } from "./find.js";

/** Windows are visible, so nothing is throttled that would not be on a visitor's screen. */
const THROTTLING_FLAGS = [
	"--disable-background-timer-throttling",
	"--disable-backgrounding-occluded-windows",
	"--disable-renderer-backgrounding",
];

const plainHosts = Object.values(PLAIN_HOSTS);

const CHROMIUM_FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	// What is left to draw needs no process of its own.
	"--in-process-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	NO_OMNIBOX_PAGES,
	`--host-resolver-rules=${plainHosts.map((host) => `MAP ${host} 127.0.0.1`)}`,
];

const FIREFOX_PREFERENCES = {
	"network.dns.localDomains": `${plainHosts}`,
	"dom.disable_open_during_load": false,
	// Each page that loads turns a wheel in its tab, which takes half the work at 60 frames a second.
	"layout.frame_rate": 10,
};

/** Chromium by the DevTools protocol, with more flags than the usual ones; Firefox by WebDriver BiDi. */
export async function launchWithPuppeteer(
	{ name, executable: executablePath }: Engine,
	flags: readonly string[] = [],
): Promise<Browser> {
	const browser = await puppeteer.launch({
		executablePath,
		// No journey asks what was requested.
		networkEnabled: false,
		...(name === "Chromium"
			? { args: [...CHROMIUM_FLAGS, ...flags], ignoreDefaultArgs: THROTTLING_FLAGS }
			: { browser: "firefox", extraPrefsFirefox: FIREFOX_PREFERENCES }),
	});

	async function measure(page: PuppeteerPage) {
		const session = await page.createCDPSession();
		await session.send("HeapProfiler.collectGarbage");
		const { JSHeapUsedSize: heap = 0, JSEventListeners: listeners = 0 } = await page.metrics();
		await session.detach();
		return { heap, listeners };
	}

	async function emulate(page: PuppeteerPage, screen?: Screen) {
		await page.setViewport(screen ? { width: screen.width, height: 800 } : null);
		const features = { "prefers-color-scheme": screen?.colorScheme, "prefers-reduced-motion": screen && "reduce" };
		await page.emulateMediaFeatures(Object.entries(features).map(([name, value = ""]) => ({ name, value })));
	}

	/** In Firefox a tab covers the page. In Chromium the driver holds such a tab up for a moment, and the page gets no event. */
	async function minimize(page: PuppeteerPage, isMinimized: boolean) {
		const session = await page.createCDPSession();
		const { windowId } = await session.send("Browser.getWindowForTarget");
		const windowState = isMinimized ? "minimized" : "normal";
		await session.send("Browser.setWindowBounds", { windowId, bounds: { windowState } });
		await session.detach();
	}

	const createDriver = (page: PuppeteerPage): Driver => ({
		open: async (url) => void (await page.goto(url)),
		evaluateSource: (source) => page.evaluate(source),
		click: (selector) => page.click(selector),
		newTab,
		hide: async () => void (await page.evaluate("window.cover = window.open('about:blank'); true")),
		show: async () => void (await page.evaluate("window.cover.close(); true")),
		close: () => page.close(),
		...(name === "Chromium" && {
			hide: () => minimize(page, true),
			show: () => minimize(page, false),
			measure: () => measure(page),
			emulate: (screen) => emulate(page, screen),
		}),
	});

	async function newTab(): Promise<Page> {
		const page = await browser.newPage({ type: "window" });
		page.setDefaultTimeout(PATIENCE);
		return createPage(createDriver(page));
	}

	const [, version = ""] = (await browser.version()).split("/");
	return { name, version, newTab, close: () => browser.close() };
}
