import { listen } from "./listen.js";

/**
 * Calls back once the scripts that stand in the page have run: those that are deferred run before `DOMContentLoaded`. On a
 * page that has loaded already: as soon as the script that calls this has ended.
 */
export function afterParsing(callback: () => void): void {
	if (document.readyState === "complete") {
		setTimeout(callback);
		return;
	}
	const once = new AbortController();
	const run = () => {
		once.abort();
		callback();
	};
	// The load event, where DOMContentLoaded has been already.
	listen({ DOMContentLoaded: run, load: run }, { signal: once.signal });
}
