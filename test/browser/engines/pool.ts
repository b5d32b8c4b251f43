import type { Browser, Page } from "./browser.js";

export interface TabPool extends Browser {
	/** A tab that was used before, if there is one: a window costs more than a page. Its next page has another origin. */
	newTab(): Promise<Page>;
	/** A tab that has never opened another one, which would keep its pages out of the back/forward cache. It really closes. */
	newFreshTab(): Promise<Page>;
}

export function poolTabs(browser: Browser): TabPool {
	const idle: Page[] = [];

	async function newTab(): Promise<Page> {
		const tab = idle.pop() ?? (await browser.newTab());
		return {
			...tab,
			newTab,
			close: async () => void idle.push(tab),
		};
	}

	async function newFreshTab(): Promise<Page> {
		const tab = await browser.newTab();
		let closed: Promise<void> | undefined;
		function close() {
			closed ??= tab.close();
			return closed;
		}
		return { ...tab, close };
	}

	return { ...browser, newTab, newFreshTab };
}
