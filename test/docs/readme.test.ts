import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as api from "../../src/index.js";
import { DEFAULTS, resolveOptions } from "../../src/options.js";
import { BLOCKS, codeOf, PAGES, ROOT, readBlocks, readTable, readText } from "./pages.js";

const manifest = JSON.parse(readText("package.json"));

/** Listed by their type, so that none can be missing here. */
const CODES: Record<api.SignalErrorCode, true> = {
	TIMEOUT: true,
	CRISP_UNAVAILABLE: true,
	ABORTED: true,
	WRITE_FAILED: true,
	NOT_IN_BROWSER: true,
	DESTROYED: true,
};

describe("README and the guides", () => {
	it("have no block of code without a test, and there is no test without its block", () => {
		expect(readBlocks().map(({ name }) => name)).toEqual(Object.keys(BLOCKS));
		const fences = PAGES.flatMap((page) => readText(page).match(/^\s*(```|~~~)/gm) ?? []);
		expect(fences).toHaveLength(2 * readBlocks().length);
	});

	it("load the last release from the CDN, with its hash", () => {
		const name = "crisp-signals.min.js";
		const digest = createHash("sha384")
			.update(readFileSync(join(ROOT, "dist", name)))
			.digest("base64");
		const { [name]: built } = JSON.parse(readText("dist/sri.json"));
		expect(built).toBe(`sha384-${digest}`);

		// Until the first release it is the one to come.
		const [, released] = readText("CHANGELOG.md").match(/^## (\S+) – \d{4}-\d\d-\d\d$/m) ?? [];
		const { version } = manifest;
		const [, entry = ""] = readText("CHANGELOG.md").split(`\n## ${released} `);
		const [recorded = ""] = entry.split("\n## ")[0]?.match(/sha384-[\w+/=]+/) ?? [];
		if (released) expect(recorded, `The integrity of ${released} in CHANGELOG.md`).not.toBe("");
		if (released === version)
			expect(built, `${version} is released: set the next version in package.json`).toBe(recorded);

		const address = `https://cdn.jsdelivr.net/npm/${manifest.name}@${released ?? version}/dist/${name}`;
		const integrity = released ? recorded : built;
		const loading = readBlocks().filter(({ code }) => code.includes("cdn.jsdelivr.net"));
		expect(loading.length).toBeGreaterThan(2);
		for (const { name, code } of loading) {
			for (const text of [address, integrity]) expect(code, `Paste into "${name}": ${text}`).toContain(`"${text}"`);
			expect(code).toMatch(/crossorigin ?= ?"anonymous"/i);
		}
	});
});

describe("README and its reference", () => {
	it("name all functions", () => {
		const named = readTable("function | what it does").flatMap(([cell]) => codeOf(cell));
		const functions = Object.keys(api).filter((name) => name !== "SignalError");
		expect(named.map((code) => code.replace(/\(.*/, "")).sort()).toEqual(functions.sort());
	});

	it("name all that is in the state", () => {
		const named = readTable("state").flatMap(([cell]) => codeOf(cell));
		expect(named).toEqual(Object.keys(api.getServerState()));
		const [, short = ""] = readText("README.md").split("\nThe state has ");
		expect(codeOf(short).slice(0, named.length)).toEqual(named);
	});

	it("name all options with their defaults", () => {
		const rows = readTable("option | default").map((row) => row.flatMap(codeOf).slice(0, 2));
		expect(Object.fromEntries(rows)).toEqual(
			Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, JSON.stringify(value)])),
		);
	});

	it("quote the message for a wrong option", () => {
		const [, quoted] = readText("docs/reference.md").match(/`(Expected delay [^`]*)`/) ?? [];
		expect(() => resolveOptions({ delay: 10 })).toThrow(new RangeError(quoted?.replace("\n", " ")));
	});

	it("name all error codes", () => {
		const named = readTable("code").flatMap(([cell]) => codeOf(cell));
		expect(named.sort()).toEqual(Object.keys(CODES).sort());
		for (const code of named) expect(readText("README.md")).toContain(`\`${code}\``);
	});
});

describe("CONTRIBUTING", () => {
	it("names files and folders of src that are there, and no folder is missing", () => {
		const text = readText(".github/CONTRIBUTING.md");
		const [, where = "", way = ""] = text.split(/^## (?:Where things are|The way of one click)$/m);
		const folders = [...where.matchAll(/ (\w+)\/ {2,}/g)].map(([, name]) => name);
		const entries = readdirSync(join(ROOT, "src"), { withFileTypes: true });
		expect(folders.sort()).toEqual(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
		const files = `${where}${way.split("\n## ")[0]}`.match(/(?:\w+\/)?[\w-]+(?:\.test)?\.ts/g) ?? [];
		expect(files.length).toBeGreaterThan(20);
		const paths = ["src", "test"].flatMap((folder) =>
			readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(
				(path) => `/${path.replaceAll("\\", "/")}`,
			),
		);
		expect(files.filter((file) => !paths.some((path) => path.endsWith(`/${file}`)))).toEqual([]);
	});
});

const slug = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, "")
		.replace(/\s/g, "-");

const anchorsOf = (file: string) =>
	[...readText(file).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => `#${slug(title)}`);

const LINKING = [...PAGES, "CHANGELOG.md", ...readdirSync(join(ROOT, ".github")).map((name) => `.github/${name}`)];

it.each(LINKING.filter((page) => page.endsWith(".md")))("%s links to what is there", (page) => {
	// Not what stands in code.
	const text = readText(page).replace(/^```[\s\S]*?^```$|`[^`\n]*`/gm, "");
	const links = [...text.matchAll(/\]\(([^)\s]*)\)|^\[[^\]]*\]: (\S*)/gm)].map(
		([, inline, below]) => inline ?? below ?? "",
	);
	const broken = links.filter((link) => {
		if (/^[a-z]+:/.test(link)) return !URL.canParse(link);
		const [path = "", anchor] = link.split("#");
		const file = path ? join(dirname(page), path) : page;
		return !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(file).includes(`#${anchor}`));
	});
	expect(broken).toEqual([]);
});
