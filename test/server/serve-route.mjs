// node serve-route.mjs <next or sveltekit> <file>: serves a route's handlers, called as the framework calls them.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { toNodeHandler } from "srvx/node";

const [framework, file] = process.argv.slice(2);
const handlers = await import(pathToFileURL(file).href);

const CALLS = {
	next: (handler, request) => handler(request, { params: Promise.resolve({}) }),
	sveltekit: (handler, request) => handler({ request, url: new URL(request.url), params: {} }),
};

const handle = toNodeHandler((request) => {
	const handler = handlers[request.method];
	return handler ? CALLS[framework](handler, request) : new Response(null, { status: 405 });
});

const server = createServer(handle).listen(process.env.PORT, () => {
	console.log(`Listens on http://localhost:${server.address().port}`);
});
