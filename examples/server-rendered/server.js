import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { createDemoRelay } from "../demo-relay.js";

const folder = new URL(".", import.meta.url);

/** Vite compiles what is asked for, and tells the page of changes through the server. */
async function fromSources(server) {
	const vite = await (await import("vite")).createServer({
		root: fileURLToPath(folder),
		appType: "custom",
		server: { middlewareMode: true, ws: { server } },
	});
	server.once("close", () => vite.close());
	return {
		serveFile: vite.middlewares,
		async readPage() {
			const page = await readFile(new URL("index.html", folder), "utf8");
			return vite.transformIndexHtml("/index.html", page);
		},
		importEntry: () => vite.ssrLoadModule("/src/entry-server.tsx"),
	};
}

/** What `npm run build` has made. */
function fromBuild(dist = new URL("dist/", folder)) {
	return {
		serveFile: sirv(fileURLToPath(new URL("client/", dist))),
		readPage: () => readFile(new URL("client/index.html", dist), "utf8"),
		importEntry() {
			// React reads it when it is imported.
			process.env.NODE_ENV ??= "production";
			return import(new URL("server/entry-server.js", dist));
		},
	};
}

/** @returns a handler of requests for the page and its files. */
export function createHandler({ serveFile, readPage, importEntry } = fromBuild()) {
	async function sendPage(response) {
		try {
			const [page, { render }] = await Promise.all([readPage(), importEntry()]);
			const html = page.replace("<!-- app -->", () => render());
			response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache" }).end(html);
		} catch (error) {
			console.error(error);
			response.writeHead(500).end("The page could not be rendered.");
		}
	}

	return (request, response, next = () => response.writeHead(404).end("Not found")) => {
		const [path] = request.url.split("?");
		// The file of that name has no content yet.
		if (path === "/" || path === "/index.html") sendPage(response);
		else serveFile(request, response, next);
	};
}

/**
 * @param port 0 for any free one.
 * @returns the address, and a function that stops the server.
 */
export async function listen(server, port) {
	await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
	return {
		url: `http://localhost:${server.address().port}`,
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
}

/**
 * @param options.port 0 for any free one.
 * @param options.isDev from the sources, and not as built.
 * @param options.dist the folder with the built files.
 * @returns the address, and a function that stops the server.
 */
export async function startServer({ port = 0, isDev = false, dist } = {}) {
	const server = createServer();
	const handle = createHandler(isDev ? await fromSources(server) : fromBuild(dist));
	const relay = createDemoRelay();
	server.once("close", relay.close);
	server.on("request", (request, response) => relay.handle(request, response, () => handle(request, response)));
	return listen(server, port);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const isDev = process.argv.includes("--dev");
	const { url } = await startServer({ port: Number(process.env.PORT ?? 5174), isDev });
	console.log(url);
}
