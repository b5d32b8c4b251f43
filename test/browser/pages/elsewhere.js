// A service worker. What a page asks other hosts for comes from elsewhere/<host>/ of this server, and from another origin as
// it would there: without CORS the page gets an opaque answer.
addEventListener("fetch", (event) => {
	const { url, mode } = event.request;
	const { origin, host, pathname } = new URL(url);
	if (origin === location.origin) return;
	event.respondWith(fetch(`http://cdn.localhost:${location.port}/elsewhere/${host}${pathname}`, { mode }));
});
