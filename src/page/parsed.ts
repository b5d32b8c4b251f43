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
	document.addEventListener("DOMContentLoaded", run, { signal: once.signal });
	// Where DOMContentLoaded has been already.
	window.addEventListener("load", run, { signal: once.signal });
}
