import type { EngineName } from "./find.js";

/** This machine to each browser, but no secure context as `localhost` is. One for each journey, as each has its storage. */
export const PLAIN_HOSTS = { delivery: "shop.test", relay: "live.test" };

/** What the journeys need of a browser. All tabs share one profile. */
export interface Browser {
	readonly name: EngineName;
	readonly version: string;
	/** A window of its own, so that no other tab hides it. */
	newTab(): Promise<Page>;
	close(): Promise<void>;
}

/** One tab. */
export interface Page {
	open(url: string): Promise<void>;
	/** Runs a function in the page. It sees its arguments and the page, nothing of the test. */
	evaluate<A extends unknown[], T>(run: (...args: A) => T, ...args: A): Promise<Awaited<T>>;
	/** Asks the page again and again until the answer is truthy, also over a page change. */
	waitFor<A extends unknown[], T>(ask: (...args: A) => T, ...args: A): Promise<Awaited<T>>;
	/** The same tab, whose `waitFor` waits for so many ms. */
	withPatience(patience: number): Page;
	/** A trusted click. */
	click(selector: string): Promise<void>;
	/** Does what leaves the page, and waits until another one is there. */
	leave<A extends unknown[]>(run: (...args: A) => unknown, ...args: A): Promise<void>;
	reload(): Promise<void>;
	back(): Promise<void>;
	newTab(): Promise<Page>;
	/** The page goes into the background; its `document.hidden` is true afterwards. */
	hide(): Promise<void>;
	show(): Promise<void>;
	/** After a garbage collection. Chromium only. */
	measure?(): Promise<Usage>;
	/** As if the page was on this screen, where nothing moves; without one, as it is. Chromium only. */
	emulate?(screen?: Screen): Promise<void>;
	close(): Promise<void>;
}

export interface Usage {
	/** Bytes. */
	heap: number;
	listeners: number;
}

export interface Screen {
	/** px. */
	width: number;
	colorScheme: "light" | "dark";
}

/** What a driver has to know. The source is an expression. */
export interface Driver
	extends Pick<Page, "open" | "click" | "newTab" | "hide" | "show" | "close" | "measure" | "emulate"> {
	evaluateSource(source: string): Promise<unknown>;
}

/** ms between two questions to a page. What takes long is asked for less often: each question takes a while of a processor. */
const [FIRST_POLL, LAST_POLL, POLL_GROWTH] = [200, 1500, 1.3];
/** ms until a page or a condition is given up. The longest journey waits for a stream that is opened again after a minute. */
export const PATIENCE = 180_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page counts as left when this mark is gone. One that is back from the cache still has an older one. */
let lastMark = 0;

export function createPage(driver: Driver, patience = PATIENCE): Page {
	async function evaluate<A extends unknown[], T>(run: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
		return (await driver.evaluateSource(`(${run})(...${JSON.stringify(args)})`)) as Awaited<T>;
	}

	async function waitFor<A extends unknown[], T>(ask: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
		const deadline = Date.now() + patience;
		let lastError: unknown;
		for (let ms = FIRST_POLL; Date.now() < deadline; ms = Math.min(LAST_POLL, ms * POLL_GROWTH)) {
			try {
				const answer = await evaluate(ask, ...args);
				if (answer) return answer;
			} catch (error) {
				// While a page changes there is nobody to ask.
				lastError = error;
			}
			await pause(ms);
		}
		throw new Error(`Waited ${patience} ms for ${ask}`, { cause: lastError });
	}

	async function leave<A extends unknown[]>(run: (...args: A) => unknown, ...args: A) {
		lastMark += 1;
		// Another tab may leave its page meanwhile.
		const mark = lastMark;
		await evaluate((mark) => void Object.assign(window, { mark }), mark);
		await evaluate(run, ...args);
		await waitFor((mark) => (window as { mark?: number }).mark !== mark && document.readyState === "complete", mark);
	}

	return {
		...driver,
		evaluate,
		waitFor,
		withPatience: (patience) => createPage(driver, patience),
		leave,
		reload: () => leave(() => setTimeout(() => location.reload())),
		back: () => leave(() => setTimeout(() => history.back())),
	};
}
