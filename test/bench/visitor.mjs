import { slugOf } from "./contenders.mjs";

/** Slower than the fake's defaults: Crisp takes 7 to 25 s to reconnect. */
const CRISP = { reconnectDelay: 10_000 };

/** One visitor of a site with one of the contenders. Time passes only by `wait`, for all of their tabs alike. */
export function createVisitor(page, origin, contender) {
	const tabs = [page];
	let now = 0;
	let options = {};
	/** What a page that works would have told Enum. */
	const called = [];

	const urlOf = () => {
		const query = { contender: slugOf(contender), now, ...options, crisp: { ...CRISP, ...options.crisp } };
		return `${origin}/delivery.html?q=${encodeURIComponent(JSON.stringify(query))}`;
	};
	const whenReady = (tab) => tab.waitForFunction("window.isReady", { polling: 20 });
	const inTab = (run, ...args) => page.evaluate(run, ...args);

	async function go() {
		await page.goto(urlOf());
		await whenReady(page);
	}

	function call(signal, tab) {
		called.push(`${signal}_chatbot`);
		return tab.evaluate((signal) => window.contender[signal](), signal);
	}

	return {
		called,
		/** A page of the site, with these options of the fake, and what the session holds from an earlier visit. */
		async open(crisp = {}, held = undefined, isRealTime = false) {
			options = { crisp, held, isRealTime };
			await go();
		},
		async wait(ms) {
			// In steps, so that what one tab has sent is there for the other one.
			const step = tabs.length > 1 ? 50 : ms;
			for (let left = ms; left > 0; left -= step) {
				for (const tab of tabs) await tab.evaluate((ms) => window.pass(ms), Math.min(step, left));
			}
			now += ms;
		},
		start: () => call("start", page),
		/** In the tab that was opened last. */
		pause: () => call("pause", tabs.at(-1)),
		async startAndPause() {
			called.push("start_chatbot", "pause_chatbot");
			await inTab(() => {
				window.contender.start();
				window.contender.pause();
			});
		},
		/** A reload, or a link to a page like this one. */
		change: go,
		/** Closes the tab, and opens the site so many ms later. What would end with the tab is taken away. */
		async comeBack(ms) {
			await page.goto(`${origin}/empty.html`);
			await inTab(() => sessionStorage.clear());
			now += ms;
			await go();
		},
		drop: (drop) => inTab((drop) => window.fakeCrisp.drop(drop), drop),
		restore: () => inTab(() => window.fakeCrisp.restore()),
		human: () => inTab(() => window.fakeCrisp.pause("human")),
		reset: () => inTab(() => window.$crisp.push(["do", "session:reset"])),
		async openTab() {
			const opened = new Promise((resolve) => page.once("popup", resolve));
			// In the process of the first one, whose storage it sees at once.
			await inTab((url) => void window.open(url, "", "popup"), urlOf());
			const tab = await opened;
			await whenReady(tab);
			tabs.push(tab);
		},
		/** What Crisp's server has seen, and the other tabs closed. */
		async end() {
			const log = await inTab(() => JSON.parse(localStorage.getItem("fake-crisp")));
			for (const tab of tabs.slice(1)) await tab.close();
			return log;
		},
	};
}
