import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { Builder, By, Capabilities, error as errors, type WebDriver } from "selenium-webdriver";
import { findFreePort } from "../../free-port.js";
import { type Browser, createPage, type Driver, type Page } from "./browser.js";
import type { Engine } from "./find.js";

/** One command after the other: WebDriver knows one current window. */
function createQueue() {
	let last: Promise<unknown> = Promise.resolve();
	return <T>(run: () => Promise<T>): Promise<T> => {
		const result = last.then(run, run);
		last = result.catch(() => {});
		return result;
	};
}

interface Answer {
	value?: unknown;
	error?: string;
	isPending?: boolean;
}

/**
 * A promise is not waited for by the driver, which would keep other pages waiting, and by a timer in the page. The answer
 * is left on the page until it is there to be taken.
 */
const ask = (source: string) => `
	const fail = (error) => ({ error: String(error) });
	try {
		const result = ${source};
		if (typeof result?.then !== "function") return { value: result };
		window.driverAnswer = { isPending: true };
		result.then((value) => ({ value }), fail).then((answer) => {
			window.driverAnswer = answer;
		});
		return window.driverAnswer;
	} catch (error) {
		return fail(error);
	}
`;

/** ms between two looks for an answer that takes its time. */
const ANSWER_INTERVAL = 100;

/** ms after which an answer is taken for lost: this driver loses one now and then whose page is left meanwhile. */
const ANSWER_TIME = 10_000;

/** Whoever waits for something asks again. */
async function giveUp(): Promise<never> {
	await setTimeout(ANSWER_TIME, undefined, { ref: false });
	throw new Error(`WebKit's driver gave no answer within ${ANSWER_TIME} ms`);
}

const TAKE_ANSWER = "return window.driverAnswer ?? { error: 'The page was left' }";

async function connect(url: string, binary: string): Promise<WebDriver> {
	const capabilities = new Capabilities({
		browserName: "MiniBrowser",
		// A scrollbar over the page draws all the time: a third of a processor for each page that is higher than its window.
		"webkitgtk:browserOptions": { binary, useOverlayScrollbars: false, args: ["--automation"] },
	});
	for (const deadline = Date.now() + 60_000; ; ) {
		// Refused until the driver listens.
		const isUp = await fetch(`${url}/status`).then(
			() => true,
			() => false,
		);
		if (isUp || Date.now() > deadline) break;
	}
	return await new Builder().usingServer(url).withCapabilities(capabilities).build();
}

/** WebKitGTK's small browser by WebDriver, on a screen of its own. */
export async function launchWebKit({ executable, driver: driverPath = "" }: Engine): Promise<Browser> {
	const port = await findFreePort();
	// Leads a group, so that the screen and the browser end with it.
	const process_ = spawn("xvfb-run", ["-a", driverPath, `--port=${port}`], { stdio: "ignore", detached: true });
	const end = () => {
		try {
			process.kill(-(process_.pid as number));
		} catch {
			// It has ended.
		}
	};
	process.once("exit", end);
	const driver = await connect(`http://127.0.0.1:${port}`, executable);
	const inTurn = createQueue();

	function createDriver(handle: string): Driver {
		const here = <T>(run: () => Promise<T>) =>
			inTurn(async () => {
				await driver.switchTo().window(handle);
				return await run();
			});
		return {
			open: (url) => here(() => driver.get(url)),
			async evaluateSource(source) {
				for (let script = ask(source); ; script = TAKE_ANSWER) {
					const { value, error, isPending } = await here<Answer>(() =>
						Promise.race([driver.executeScript<Answer>(script), giveUp()]),
					);
					if (error) throw new Error(error);
					if (!isPending) return value ?? undefined;
					// Other pages ask by the same driver.
					await setTimeout(ANSWER_INTERVAL);
				}
			},
			click: (selector) => here(() => driver.findElement(By.css(selector)).click()),
			newTab,
			hide: () => here(async () => void (await driver.manage().window().minimize())),
			show: () => here(async () => void (await driver.manage().window().setRect({ width: 800, height: 600 }))),
			close: () => here(() => driver.close()),
		};
	}

	/** Never closed: new windows are opened from there. */
	const first = await driver.getWindowHandle();
	/** Windows that no page has opened. */
	const opened = new Set([first]);

	/** Asked for a new window, this browser would give away one that a page has just opened and that has no address yet. */
	async function waitForPopups() {
		const handles = await driver.getAllWindowHandles();
		for (const popup of handles.filter((handle) => !opened.has(handle))) {
			try {
				await driver.switchTo().window(popup);
				await driver.wait(() => driver.getCurrentUrl(), ANSWER_TIME);
			} catch (cause) {
				// Its page may close it meanwhile.
				if (!(cause instanceof errors.NoSuchWindowError)) throw cause;
			}
		}
	}

	function newTab(): Promise<Page> {
		return inTurn(async () => {
			await waitForPopups();
			await driver.switchTo().window(first);
			await driver.switchTo().newWindow("window");
			const handle = await driver.getWindowHandle();
			opened.add(handle);
			return createPage(createDriver(handle));
		});
	}

	const version = String((await driver.getCapabilities()).get("browserVersion"));
	return {
		name: "WebKit",
		version,
		newTab,
		async close() {
			await driver.quit();
			process.off("exit", end);
			end();
		},
	};
}
