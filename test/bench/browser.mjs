import puppeteer from "puppeteer-core";
import { runnerImport } from "vite";

const FIND = new URL("../browser/engines/find.ts", import.meta.url).pathname;

/** All windows are in sight: nothing is slowed down that would not be on a visitor's screen. */
const FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-background-timer-throttling",
	"--disable-backgrounding-occluded-windows",
	"--disable-renderer-backgrounding",
];

/** The Chromium that the browser tests find: only there can a processor be slowed down and a heap be read. */
export async function launch() {
	const { module } = await runnerImport(FIND, { logLevel: "silent" });
	const engine = module.findEngine("Chromium");
	if (!engine) throw new Error("Install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH.");
	const browser = await puppeteer.launch({ executablePath: engine.executable, args: FLAGS, protocolTimeout: 300_000 });
	return { browser, version: (await browser.version()).split("/").pop() };
}

/** Runs with a page that no other page has left anything for: no storage, no cache, a process of its own. */
export async function withFreshPage(browser, run) {
	const context = await browser.createBrowserContext();
	try {
		return await run(await context.newPage());
	} finally {
		await context.close();
	}
}

/** By the browser's own means: the page's processor is so many times slower. */
export async function slowDown(page, times) {
	const session = await page.createCDPSession();
	await session.send("Emulation.setCPUThrottlingRate", { rate: times });
}

/** ms that the scripts of the page have run, by the browser's own count. */
export async function readScriptTime(page) {
	const { ScriptDuration } = await page.metrics();
	return ScriptDuration * 1000;
}

/** Bytes of the page's heap after a garbage collection. */
export async function measureHeap(page) {
	const session = await page.createCDPSession();
	await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	await session.detach();
	return usedSize;
}
