import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { createDemoRelay } from "./demo-relay.js";
import { createHandler, listen } from "./server-rendered/server.js";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What is served as built: the apps and the guides. */
const BUILD = "npm run build:examples && npm run docs";

const notFound = (response, text = "Not found") => response.writeHead(404).end(text);

/** Apps of files only, once they are built. */
export const FRAMEWORKS = ["react", "vue", "svelte"];

/** `/playground` leads to `/playground/`, where the page finds its files. */
const addSlash = (names) => (request, response, next) => {
	const [path, query = ""] = request.url.split(/(?=\?)/);
	if (!names.includes(path.slice(1))) return next();
	response.writeHead(308, { Location: `${path}/${query}` }).end();
};

/**
 * Below a folder stands a handler that takes itself for the root. Its sources, which browsers cannot run, are not served.
 *
 * @param createHandle is called with the first request.
 * @param built what a request waits for.
 */
function mount(name, createHandle, built) {
	let handle;
	return async (request, response, next) => {
		if (!request.url.startsWith(`/${name}/`)) return next();
		request.url = request.url.slice(name.length + 1);
		await built;
		const refuse = () => notFound(response, `Not found. Did you run ${BUILD}?`);
		try {
			handle ??= createHandle();
		} catch {
			return refuse();
		}
		handle(request, response, refuse);
	};
}

/** Says where the project lives. */
function servePackage(request, response, next) {
	if (request.url !== "/package.json") return next();
	const manifest = readFileSync(new URL("../package.json", import.meta.url));
	response.writeHead(200, { "Content-Type": "application/json" }).end(manifest);
}

/** The page of all pages, as long as some of them are being built: it says so. */
const serveHome = (isBuilt) => (request, response, next) => {
	if (request.url.split("?")[0] !== "/" || isBuilt()) return next();
	const page = readFileSync(new URL("index.html", import.meta.url), "utf8");
	const script = '<script type="module" src="being-built.js"></script>';
	response.writeHead(200, { "Content-Type": "text/html" }).end(page.replace("</head>", `${script}</head>`));
};

/** Resolves in any case: what is not there is not found. */
function build() {
	// Where the shell has another one, React's server would not take what was built.
	const env = { ...process.env, NODE_ENV: "production" };
	return new Promise((resolve) =>
		spawn(BUILD, { cwd: folder(".."), env, shell: true, stdio: ["ignore", "inherit", "inherit"] }).once(
			"exit",
			resolve,
		),
	);
}

/**
 * Serves the examples, those in frameworks as built, the guides, and the library's files beside them: `/crisp-signals.min.js`,
 * `/testing.js`, … The relay is at `/crisp-signals`.
 *
 * @param options.port 0 for any free one.
 * @param options.folders more folders to serve, looked into first.
 * @param options.headers adds headers to a response, by the path that was asked for.
 * @param options.built what requests for built pages wait for.
 * @returns the address, and a function that stops the server.
 */
export async function startServer({ port = 0, folders = [], headers = () => ({}), built } = {}) {
	const options = {
		dev: true,
		setHeaders: (response, pathname) => response.setHeaders(new Map(Object.entries(headers(pathname)))),
	};
	const serve = (path) => sirv(path, options);
	const entries = readdirSync(folder("."), { withFileTypes: true });
	const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
	const relay = createDemoRelay();
	let isBuilt = !built;
	built?.then(() => {
		isBuilt = true;
	});
	const handlers = [
		relay.handle,
		...folders.map(serve),
		addSlash([...names, "docs"]),
		servePackage,
		serveHome(() => isBuilt),
		...FRAMEWORKS.map((name) => mount(name, () => serve(folder(`${name}/dist`)), built)),
		mount("server-rendered", createHandler, built),
		mount("docs", () => serve(folder("../site-docs")), built),
		mount("bench/results", () => serve(folder("../test/bench/results"))),
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
	let startBuild;
	const built = new Promise((resolve) => {
		startBuild = resolve;
	}).then(build);
	const { url } = await startServer({ port: Number(PORT ?? 5173), built }).catch((error) => {
		// Another project has it. Who asks for a port gets that one or none.
		if (error.code === "EADDRINUSE" && !PORT) return startServer({ built });
		throw error;
	});
	startBuild();
	console.log(`Playground: ${url}/playground/\nCheck:      ${url}/check/\nAll pages:  ${url}/`);
}
