import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { createHandler } from "./server-rendered/server.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Below a path stands a handler that takes itself for the root. */
const mount = (path, handle) => (request, response, next) => {
	const { url } = request;
	if (!url.startsWith(path)) return next();
	request.url = url.slice(path.length - 1);
	handle(request, response, () => {
		request.url = url;
		next();
	});
};

/**
 * Serves the examples, those in frameworks as built, and the library's files beside them: `/crisp-signals.min.js`,
 * `/testing.js`, …
 *
 * @param options.port 0 for any free one.
 * @param options.folders more folders to serve, looked into first.
 * @param options.headers adds headers to a response, by the path that was asked for.
 * @returns the address, and a function that stops the server.
 */
export async function startServer({ port = 0, folders = [], headers = () => ({}) } = {}) {
	const options = {
		dev: true,
		setHeaders: (response, pathname) => response.setHeaders(new Map(Object.entries(headers(pathname)))),
	};
	const serve = (path) => sirv(path, options);
	const handlers = [
		...folders.map(serve),
		...["react", "vue", "svelte"].map((name) => mount(`/${name}/`, serve(folder(`${name}/dist`)))),
		mount("/server-rendered/", createHandler()),
		serve(folder(".")),
		serve(folder("../dist")),
	];
	const server = createServer((request, response) => {
		const next = (index) => () => {
			if (handlers[index]) handlers[index](request, response, next(index + 1));
			else response.writeHead(404).end("Not found");
		};
		next(0)();
	});
	await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
	return {
		url: `http://localhost:${server.address().port}`,
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { PORT } = process.env;
	const { url } = await startServer({ port: Number(PORT ?? 5173) }).catch((error) => {
		// Another project has it. Who asks for a port gets that one or none.
		if (error.code === "EADDRINUSE" && !PORT) return startServer();
		throw error;
	});
	console.log(`Playground: ${url}/playground/\nExamples:   ${url}/`);
}
