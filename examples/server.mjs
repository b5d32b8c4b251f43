import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { createDemoRelay } from "./demo-relay.js";
import { createHandler, listen } from "./server-rendered/server.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

const notFound = (response, text = "Not found") => response.writeHead(404).end(text);

/** `/playground` leads to `/playground/`, where the page finds its files. */
const addSlash = (names) => (request, response, next) => {
	const [path, query = ""] = request.url.split(/(?=\?)/);
	if (!names.includes(path.slice(1))) return next();
	response.writeHead(308, { Location: `${path}/${query}` }).end();
};

/** Below a folder stands a handler that takes itself for the root. Its sources, which browsers cannot run, are not served. */
const mount = (name, handle) => (request, response, next) => {
	if (!request.url.startsWith(`/${name}/`)) return next();
	request.url = request.url.slice(name.length + 1);
	handle(request, response, () => notFound(response, "Not found. Did you run npm run build:examples?"));
};

/** Says where the project lives. */
function servePackage(request, response, next) {
	if (request.url !== "/package.json") return next();
	const manifest = readFileSync(new URL("../package.json", import.meta.url));
	response.writeHead(200, { "Content-Type": "application/json" }).end(manifest);
}

/**
 * Serves the examples, those in frameworks as built, and the library's files beside them: `/crisp-signals.min.js`,
 * `/testing.js`, … The relay is at `/crisp-signals`.
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
	const entries = readdirSync(folder("."), { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	const relay = createDemoRelay();
	const handlers = [
		relay.handle,
		...folders.map(serve),
		addSlash(names),
		servePackage,
		...["react", "vue", "svelte"].map((name) => mount(name, serve(folder(`${name}/dist`)))),
		mount("server-rendered", createHandler()),
		mount("bench/results", serve(folder("../test/bench/results"))),
		serve(folder(".")),
		serve(folder("../dist")),
	];
	const server = createServer((request, response) => {
		const next = (index) => () => {
			if (handlers[index]) handlers[index](request, response, next(index + 1));
			else notFound(response);
		};
		next(0)();
	});
	server.once("close", relay.close);
	return listen(server, port);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { PORT } = process.env;
	const { url } = await startServer({ port: Number(PORT ?? 5173) }).catch((error) => {
		// Another project has it. Who asks for a port gets that one or none.
		if (error.code === "EADDRINUSE" && !PORT) return startServer();
		throw error;
	});
	console.log(`Playground: ${url}/playground/\nCheck:      ${url}/check/\nExamples:   ${url}/`);
}
