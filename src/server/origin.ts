import type { Target } from "./target.js";

/**
 * Whether the page that asks is of the relay's own origin or of one that is named. Whoever is no browser can say what it
 * likes: this keeps other sites from opening streams in their visitors' browsers.
 */
export function isOriginAllowed({ headers }: Request, { host }: Target, origins: readonly string[]): boolean {
	const origin = headers.get("Origin");
	const site = headers.get("Sec-Fetch-Site");
	// Browsers leave Origin out where a page asks its own.
	if (!origin) return site !== "cross-site";
	// By Sec-Fetch-Site alone where a proxy keeps the host to itself; by the host where a browser does not send it.
	const own = [host, headers.get("Host")].flatMap((each) => [`https://${each}`, `http://${each}`]);
	return site === "same-origin" || [...own, ...origins].includes(origin);
}

/** Headers that let the pages of other origins read the answer. */
export function corsHeaders({ headers }: Request, origins: readonly string[]): [name: string, text: string][] {
	const origin = headers.get("Origin") ?? "";
	// Caches must not show one origin's answer to another.
	const vary: [string, string] = ["Vary", "Origin"];
	if (!origins.includes(origin)) return [vary];
	// Credentials, so that `authorize` may look at the site's own cookie.
	return [vary, ["Access-Control-Allow-Origin", origin], ["Access-Control-Allow-Credentials", "true"]];
}
