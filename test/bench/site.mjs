import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { listen } from "../../examples/server-rendered/server.js";
import { bundleContenders, slugOf } from "./contenders.mjs";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Isolated pages have a clock of 5 µs; others one of 100 µs, which is longer than the snippet runs. */
const HEADERS = {
	"Cache-Control": "no-cache",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
};

/** Stands in for Crisp's loader, which crisp-sdk-web puts into the page. */
const LOADER = "fakeCrisp.runScript();";

/** Where `start-up.html` holds the code that it runs. */
const CODE = "/* the contender's code */";

/** Serves the pages of the benchmark, the contenders below `/contenders/`, and the fake Crisp. */
export async function startSite() {
	const made = mkdtempSync(join(tmpdir(), "crisp-signals-bench-"));
	mkdirSync(join(made, "contenders"));
	const startUpPage = readFileSync(join(folder("pages"), "start-up.html"), "utf8");
	const writeStartUp = (name, code) =>
		writeFileSync(
			join(made, `start-up-${name}.html`),
			startUpPage.replace(CODE, () => code),
		);
	for (const [contender, code] of Object.entries(await bundleContenders())) {
		const name = slugOf(contender);
		writeFileSync(join(made, "contenders", `${name}.js`), code);
		writeStartUp(name, code);
		// What it costs where nothing of it runs.
		writeStartUp(`${name}-unused`, `function unused() {${code}\n}`);
	}
	writeStartUp("nothing", "");
	writeFileSync(join(made, "l.js"), LOADER);
	const handlers = [made, folder("pages"), folder("../browser/pages"), folder("../../dist")].map((path) =>
		sirv(path, { dev: true, setHeaders: (response) => response.setHeaders(new Map(Object.entries(HEADERS))) }),
	);
	const server = createServer((request, response) => {
		const notFound = () => response.writeHead(404).end();
		const handle = handlers.reduceRight((next, serve) => () => serve(request, response, next), notFound);
		handle();
	});
	const { url, stop } = await listen(server, 0);
	const { port } = new URL(url);
	let count = 0;
	return {
		/** Another origin each time, whose storage nobody has touched. */
		newOrigin() {
			count += 1;
			return `http://site${count}.localhost:${port}`;
		},
		async stop() {
			await stop();
			rmSync(made, { recursive: true });
		},
	};
}
