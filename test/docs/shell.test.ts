import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mustRun } from "../package/run.js";
import { type Block, type BlockTests, ROOT, readBlock, readText } from "./pages.js";

const manifest = JSON.parse(readText("package.json"));

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "crisp-signals-docs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A registry that has this package alone, as it would be published. */
async function startRegistry() {
	const packed = mkdtempSync(join(folder, "packed-"));
	await mustRun("npm", ["pack", "--ignore-scripts", "--pack-destination", packed], ROOT);
	const tarball = readFileSync(join(packed, readdirSync(packed)[0] ?? ""));
	const { name, version } = manifest;
	const server = createServer(({ url, headers }, response) => {
		const dist = { tarball: `http://${headers.host}/tarball.tgz` };
		const versions = { [version]: { ...manifest, dist } };
		if (url === "/tarball.tgz") response.end(tarball);
		else if (url === `/${name}`) response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
		else response.writeHead(404).end("{}");
	});
	await once(server.listen(0, "127.0.0.1"), "listening");
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

const TESTS: BlockTests<"shell", (block: Block) => Promise<void>> = {
	async "In an app: npm, sh"({ code }) {
		const registry = await startRegistry();
		const app = mkdtempSync(join(folder, "app-"));
		writeFileSync(join(app, "package.json"), "{}");
		const settings = { registry: registry.url, noproxy: "127.0.0.1", cache: join(folder, "cache"), audit: "false" };
		const environment = Object.entries(settings).map(([name, value]) => `npm_config_${name}=${value}`);
		try {
			await mustRun("env", [...environment, "sh", "-euc", code], app);
		} finally {
			registry.stop();
		}
		expect(JSON.parse(readFileSync(join(app, "package.json"), "utf8"))).toEqual({
			dependencies: { [manifest.name]: `^${manifest.version}` },
		});
		expect(await mustRun("node", ["-p", `typeof require("${manifest.name}").startChatbot`], app)).toBe("function\n");
	},

	/**
	 * What installs, builds and tests is not run by a test of its own: CI does it by the same command. The server builds the apps
	 * and the guides, and answers for each when it is there. `npm test` opens these apps in browsers afterwards.
	 */
	async "Development, sh"({ code }) {
		const [start, test, ...others] = code.trim().split("\n");
		expect(others).toEqual([]);
		expect(readText(".ci/run").trim().split("\n").at(-1)).toBe(test?.replace(/\s+#.*/, ""));
		expect(start).toMatch(/^npm ci && npm start\s+# builds, and serves /);
		const steps: string[] = manifest.scripts.start.split(" && ");
		const serve = steps.pop();
		// Not by npm run build: npm alone takes half a second, and no page needs the types.
		expect(steps).toEqual([`${manifest.scripts.build} --configScripts`]);
		const server = spawn("sh", ["-euc", `exec ${serve}`], {
			cwd: ROOT,
			env: { ...process.env, PORT: "0" },
			stdio: ["ignore", "pipe", "inherit"],
		});
		try {
			const ended = once(server, "exit").then(([code]) => Promise.reject(new Error(`The server ended with ${code}`)));
			const [output] = await Promise.race([once(server.stdout, "data"), ended]);
			const [, url = ""] = String(output).match(/Playground: (\S+)/) ?? [];
			const examples = await (await fetch(new URL("/", url))).text();
			const links = [...examples.matchAll(/href="([\w-]+\/)"/g)].map(([, link = ""]) => `/${link}`);
			expect(new URL(url).pathname).toBe(links[0]);
			expect(links.length).toBeGreaterThan(6);
			for (const link of links) {
				// Without its slash it leads there too.
				const response = await fetch(new URL(link.slice(0, -1), url));
				const page = await response.text();
				expect([response.url, response.status]).toEqual([new URL(link, url).href, 200]);
				expect(page).toMatch(/<title>crisp-signals\b/);
				for (const [, script = ""] of page.matchAll(/<script[^>]* src="([^"]*)"/g)) {
					const { status, headers } = await fetch(new URL(script, response.url));
					expect([script, status, headers.get("content-type")]).toEqual([script, 200, "text/javascript"]);
				}
			}
			const rendered = await (await fetch(new URL("/server-rendered/index.html", url))).text();
			expect(rendered).toContain("Ask our assistant</button>");
		} finally {
			server.kill();
		}
	},
};

describe("README's commands run", () => {
	for (const [name, test] of Object.entries(TESTS)) it(name, () => test(readBlock(name as keyof typeof TESTS)));
});
