import { findCrisp, hasCrisp } from "../crisp.js";
import { oncePerPage } from "./once.js";
import { findScripts } from "./scripts.js";

/** ms after the load event within which Crisp's client comes, unless something blocks it. */
const LOADING_TIME = 10_000;

const LOADER = "client.crisp.chat/l.js";

interface LoaderWatch {
	hasFailed: boolean;
}

const isLoader = (target: EventTarget | null) => target instanceof HTMLScriptElement && target.src.includes(LOADER);

/** To be called early: an `error` event is seen by those who listen already. */
export function watchLoader(): LoaderWatch {
	return oncePerPage("loader", () => {
		const watch = { hasFailed: false };
		const note = ({ target }: Event) => {
			if (isLoader(target)) watch.hasFailed = true;
		};
		// It does not bubble.
		window.addEventListener("error", note, true);
		return watch;
	});
}

/** ms since the page has loaded. */
function findAge(): number {
	const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
	const { loadEventEnd = 0 } = navigation ?? {};
	return loadEventEnd > 0 ? performance.now() - loadEventEnd : 0;
}

/**
 * Whether Crisp has visibly failed to load, as with an ad blocker: its loader's script element has reported an error, or the
 * page has long loaded with that element on it, and `$crisp` is still the array of the site's snippet.
 */
export function isCrispBlocked(): boolean {
	if (findCrisp()) return false;
	if (watchLoader().hasFailed) return true;
	return hasCrisp() && findAge() > LOADING_TIME && findScripts().some(isLoader);
}
