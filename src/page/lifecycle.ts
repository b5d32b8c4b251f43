import { listen } from "./listen.js";

export interface PageLifecycle {
	/** The page is being left, for good or into the back/forward cache. */
	leave(): void;
	/** The last moment to hand something over, after all that the site does when its page is left. */
	handOver(): void;
	/** The page has loaded, is back from the cache, or was prerendered and is shown. */
	arrive(): void;
	/** Something may have changed. */
	look(): void;
}

export function followPage({ leave, handOver, arrive, look }: PageLifecycle): void {
	listen(
		{ pagehide: leave, pageshow: arrive, prerenderingchange: arrive, visibilitychange: look, online: look },
		// prerenderingchange does not bubble up from the document.
		true,
	);
	listen({ pagehide: handOver });
}
