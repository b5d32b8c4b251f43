import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { FRAMEWORKS, startServer } from "../examples/server.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLES = join(ROOT, "examples");

/** The files of the library that the pages load. */
const LIBRARY = ["crisp-signals.min.js", "index.js", "testing.js"];

/** What the server needs, and the sources of the apps, which are copied as built. */
const isForServer = (path) => /(server\.mjs|being-built\.js|demo-relay\.(js|d\.ts)|package\.json)$/.test(path);
const isApp = (path) => path !== EXAMPLES && existsSync(join(path, "package.json"));

/** Rendered now, and not for each visitor. */
async function renderPage(name) {
	const { url, stop } = await startServer();
	const response = await fetch(`${url}/${name}/`);
	await stop();
	if (!response.ok) throw new Error(await response.text());
	return response.text();
}

/** These pages have no chatbot, or none that listens. */
const WITHOUT_RELAY = ["bench", "check", "index.html"];

/** There is no server that a relay could run on. */
async function putRelayIntoPages(site) {
	const outfile = join(site, "relay-in-page.js");
	await build({ entryPoints: [join(ROOT, "scripts/relay-in-page.js")], outfile, bundle: true, format: "iife" });
	for (const path of readdirSync(site, { recursive: true, encoding: "utf8" })) {
		const [first, ...rest] = path.split(sep);
		if (!path.endsWith(".html") || WITHOUT_RELAY.includes(first)) continue;
		const page = join(site, path);
		const script = `<script src="${"../".repeat(rest.length)}relay-in-page.js"></script>`;
		writeFileSync(page, readFileSync(page, "utf8").replace("<head>", `<head>${script}`));
	}
}

/**
 * Makes a folder that any file server can serve, below any path: all pages, with the relay in the page where one is needed.
 * What `npm run build`, `npm run build:examples` and `npm run docs` make has to be there.
 */
async function buildSite(site) {
	rmSync(site, { recursive: true, force: true });
	cpSync(EXAMPLES, site, { recursive: true, filter: (path) => !isForServer(path) && !isApp(path) });
	for (const name of LIBRARY) cpSync(join(ROOT, "dist", name), join(site, name));
	for (const name of FRAMEWORKS) cpSync(join(EXAMPLES, name, "dist"), join(site, name), { recursive: true });
	cpSync(join(EXAMPLES, "server-rendered/dist/client"), join(site, "server-rendered"), { recursive: true });
	writeFileSync(join(site, "server-rendered/index.html"), await renderPage("server-rendered"));
	cpSync(join(ROOT, "test/bench/results"), join(site, "bench/results"), { recursive: true });
	// The check page reads in it where the project lives.
	cpSync(join(ROOT, "package.json"), join(site, "package.json"));
	await putRelayIntoPages(site);
	cpSync(join(ROOT, "site-docs"), join(site, "docs"), { recursive: true });
}

await buildSite(process.argv[2] ?? join(ROOT, "site"));
