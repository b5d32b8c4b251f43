/** Headers that let the pages of other origins read an answer. None for an origin that is not named. */
export function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
	if (!origins.length) return {};
	const origin = request.headers.get("Origin") ?? "";
	// Caches must not show one origin's answer to another.
	if (!origins.includes(origin)) return { Vary: "Origin" };
	return {
		Vary: "Origin",
		"Access-Control-Allow-Origin": origin,
		// So that `authorize` may look at the site's own cookie.
		"Access-Control-Allow-Credentials": "true",
		"Access-Control-Allow-Methods": "GET, HEAD",
		"Access-Control-Allow-Headers": "Cache-Control, Last-Event-ID",
		"Access-Control-Max-Age": "86400",
	};
}
