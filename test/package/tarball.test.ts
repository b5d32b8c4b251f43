import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it, vi } from "vitest";
import { openConsumer } from "./consumer.js";

/** What the tarball holds, as npm has unpacked it. */
const ROOT = join(inject("plainFolder"), "node_modules/crisp-signals");

const FILES = [
	"LICENSE",
	"README.md",
	"dist/command.js",
	"dist/crisp-signals.js",
	"dist/crisp-signals.js.map",
	"dist/crisp-signals.min.js",
	"dist/crisp-signals.min.js.map",
	"dist/index.cjs",
	"dist/index.cjs.map",
	"dist/index.d.cts",
	"dist/index.d.ts",
	"dist/index.js",
	"dist/index.js.map",
	"dist/server.cjs",
	"dist/server.cjs.map",
	"dist/server.d.cts",
	"dist/server.d.ts",
	"dist/server.js",
	"dist/server.js.map",
	"dist/sri.json",
	"dist/testing.cjs",
	"dist/testing.cjs.map",
	"dist/testing.d.cts",
	"dist/testing.d.ts",
	"dist/testing.js",
	"dist/testing.js.map",
	"package.json",
	"server/package.json",
	"testing/package.json",
];

/** Ours, and the packages that are bundled into the relay. */
const SOURCE = /^\.\.\/(src\/[\w/-]+\.ts|node_modules\/(eventsource-encoder|ipaddr\.js)\/[\w/.-]+)$/;

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const unpack = () =>
	readdirSync(ROOT, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));

it("holds these files and no others", () => {
	const files = unpack().map((path) => path.slice(ROOT.length + 1).replaceAll("\\", "/"));
	expect(files.sort()).toEqual(FILES);
});

it("is smaller than 400 kB, and 1.5 MB unpacked", () => {
	const unpacked = unpack().reduce((sum, path) => sum + statSync(path).size, 0);
	expect(statSync(inject("tarball")).size).toBeLessThan(400_000);
	expect(unpacked).toBeLessThan(1_500_000);
});

it("tells the integrity of the file for script tags", () => {
	const file = "crisp-signals.min.js";
	const hash = createHash("sha384")
		.update(read(`dist/${file}`))
		.digest("base64");
	expect(JSON.parse(read("dist/sri.json"))).toEqual({ [file]: `sha384-${hash}` });
});

it("carries the licenses of the packages that are bundled into it", () => {
	const relay = ["eventsource-encoder", "ipaddr.js"];
	const credits = { "dist/server.js": relay, "dist/server.cjs": relay, "dist/command.js": ["srvx"] };
	for (const [file, names] of Object.entries(credits)) {
		for (const name of names) {
			expect(read(file), file).toMatch(
				new RegExp(`/\\*!\\nHolds ${name}\\.\\n\\n(MIT License\\n\\n)?Copyright [\\s\\S]+\\*/`),
			);
		}
	}
});

it("brings a command that says how it is used", async () => {
	const output = await openConsumer("node", "plain").tool("crisp-signals", "--help");
	expect(output).toMatch(/^Usage: crisp-signals relay /);
});

it("asks for the package redis where its command needs it", async () => {
	const args = ["crisp-signals/dist/command.js", "relay", "--redis", "redis://localhost"] as const;
	vi.stubEnv("CRISP_HOOK_SECRET", "s");
	const outcome = await openConsumer("node", "plain").try(...args);
	vi.unstubAllEnvs();
	expect(outcome).toEqual({ code: 2, output: "Expected the package redis beside crisp-signals: npm install redis\n" });
});

it("is published for everybody, with its provenance", () => {
	expect(JSON.parse(read("package.json")).publishConfig).toEqual({ access: "public", provenance: true });
});

it("has source maps that hold their sources", () => {
	// A command is run, not debugged, and most of its code is another package's.
	const scripts = FILES.filter((file) => /\.c?js$/.test(file) && file !== "dist/command.js");
	for (const file of scripts) {
		const [, link] = read(file).match(/\n\/\/# sourceMappingURL=(.*)\n?$/) ?? [];
		expect(link, file).toBe(`${file.slice("dist/".length)}.map`);
		const { sources, sourcesContent } = JSON.parse(read(`${file}.map`));
		expect(sources.length, file).toBeGreaterThan(0);
		for (const source of sources) expect(source, file).toMatch(SOURCE);
		expect(sourcesContent, file).toHaveLength(sources.length);
		for (const content of sourcesContent) expect(content, file).toEqual(expect.stringMatching(/./));
	}
});

it("declares no global types", () => {
	for (const file of FILES.filter((name) => /\.d\.c?ts$/.test(name))) {
		expect(read(file), file).not.toMatch(/declare global|interface Window\b|\/\/\/ <reference/);
	}
});

it("says that only its script tags have side effects, and that it needs no package and runs nothing when it is installed", () => {
	const manifest = JSON.parse(read("package.json"));
	expect(manifest.type).toBe("module");
	expect(manifest.sideEffects).toEqual(["./dist/crisp-signals.js", "./dist/crisp-signals.min.js"]);
	expect(Object.keys(manifest.dependencies ?? {})).toEqual([]);
	// The relay takes a client of it, where there are several machines.
	expect(Object.keys(manifest.peerDependencies)).toEqual(["redis"]);
	expect(manifest.peerDependenciesMeta).toEqual({ redis: { optional: true } });
	expect(Object.keys(manifest.optionalDependencies ?? {})).toEqual([]);
	expect(Object.keys(manifest.scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
});

it("names only files that are there", () => {
	const { main, module, types, unpkg, jsdelivr, exports, bin, typesVersions } = JSON.parse(read("package.json"));
	const leaves = (value: unknown): string[] =>
		typeof value === "string" ? [value] : Object.values(value as object).flatMap(leaves);
	const named = leaves([main, module, types, unpkg, jsdelivr, exports, bin, typesVersions]);
	expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

it("names the types of each entry in each module format", () => {
	const { exports } = JSON.parse(read("package.json"));
	for (const [name, file] of Object.entries({ ".": "index", "./testing": "testing", "./server": "server" })) {
		expect(exports[name]).toEqual({
			import: { types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` },
			require: { types: `./dist/${file}.d.cts`, default: `./dist/${file}.cjs` },
		});
	}
});

it("satisfies publint", async () => {
	const output = await openConsumer("node").tool("publint", inject("tarball"), "--strict", "--pack", "false");
	expect(output).toContain("All good!");
});

it("satisfies Are the types wrong", async () => {
	// The script-tag files export nothing, so they have no types.
	const scripts = ["./crisp-signals.min.js", "./crisp-signals.js"];
	const flags = ["--no-emoji", "--exclude-entrypoints", ...scripts];
	const output = await openConsumer("node").tool("attw", inject("tarball"), ...flags);
	expect(output).toContain("No problems found");
	expect(output).toContain('"crisp-signals/testing"');
	expect(output).toContain('"crisp-signals/server"');
});
