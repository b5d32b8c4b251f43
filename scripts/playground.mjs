import { startServer } from "../examples/server.mjs";
import { launchChromium } from "./launch-chromium.mjs";

/** px. As wide as a large phone: the playground draws its timelines for little room. */
const VIEWPORT = { width: 500, height: 1000 };

/** ms. It loads in less, and until Crisp has joined nothing happens. */
const LOADING = 300;

/**
 * Opens the playground, whose clock stands still. It is to be moved on, and then goes as fast as the page can work; while the
 * page loads a file it waits. So the same happens at the same time on every machine.
 */
async function openPage(visitor, url, motion) {
	const page = await visitor.newPage();
	page.setDefaultTimeout(180_000);
	await page.setViewport(VIEWPORT);
	await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: motion }]);
	// Frames come by the screen's clock, not by the page's: on each machine another number of them.
	await page.evaluateOnNewDocument(() => {
		window.requestAnimationFrame = (draw) => setTimeout(draw, 100);
	});
	const session = await page.createCDPSession();
	const setTime = (policy, budget) => session.send("Emulation.setVirtualTimePolicy", { policy, budget });

	async function pass(ms) {
		const isOver = new Promise((resolve) => session.once("Emulation.virtualTimeBudgetExpired", resolve));
		await setTime("pauseIfNetworkFetchesPending", ms);
		await isOver;
	}

	await setTime("pause");
	await Promise.all([page.goto(url), pass(LOADING)]);
	return { page, pass };
}

/**
 * Starts Chromium and a server of the playground.
 *
 * @returns `visit` runs as somebody who has never been there. What runs gets a function that opens the playground. Its
 * arguments: what follows in the address, and the visitor's `prefers-reduced-motion`. It returns Puppeteer's page, and a
 * function that moves the clock on by so many ms.
 */
export async function startPlayground() {
	const browser = await launchChromium();
	const { url, stop } = await startServer();

	async function visit(run) {
		const visitor = await browser.createBrowserContext();
		try {
			return await run((address = "", motion = "no-preference") =>
				openPage(visitor, `${url}/playground/${address}`, motion),
			);
		} finally {
			await visitor.close();
		}
	}

	return {
		visit,
		async stop() {
			await browser.close();
			await stop();
		},
	};
}
