import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "../../examples/server.mjs";
import { bundleContenders, slugOf } from "./contenders.mjs";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Isolated pages have a clock of 5 µs; others one of 100 µs, which is longer than the snippet runs. */
const ISOLATION = {
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
};

/** Stands in for Crisp's loader, which crisp-sdk-web puts into the page. */
const LOADER = "fakeCrisp.runScript();";

/** Serves the pages of the benchmark, the contenders below `/contenders/`, and the fake Crisp. */
export async function startSite() {
	const made = mkdtempSync(join(tmpdir(), "crisp-signals-bench-"));
	mkdirSync(join(made, "contenders"));
	for (const [name, code] of Object.entries(await bundleContenders())) {
		writeFileSync(join(made, "contenders", `${slugOf(name)}.js`), code);
	}
	writeFileSync(join(made, "contenders/nothing.js"), "");
	writeFileSync(join(made, "l.js"), LOADER);
	const { url, stop } = await startServer({
		folders: [made, folder("pages"), folder("../browser/pages")],
		headers: () => ({ "Cache-Control": "no-cache", ...ISOLATION }),
	});
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
