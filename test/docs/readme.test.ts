import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as api from "../../src/index.js";
import { DEFAULTS } from "../../src/options.js";
import { BLOCKS, codeOf, PAGES, ROOT, readBlocks, readTable, readText } from "./pages.js";

const manifest = JSON.parse(readText("package.json"));

/** Listed by their type, so that none can be missing here. */
const CODES: Record<api.SignalErrorCode, true> = {
	TIMEOUT: true,
	CRISP_UNAVAILABLE: true,
	ABORTED: true,
	WRITE_FAILED: true,
	NOT_IN_BROWSER: true,
};

describe("README and the guides", () => {
	it("have no block of code without a test, and there is no test without its block", () => {
		expect(readBlocks().map(({ name }) => name)).toEqual(Object.keys(BLOCKS));
		const fences = PAGES.flatMap((page) => readText(page).match(/^\s*(```|~~~)/gm) ?? []);
		expect(fences).toHaveLength(2 * readBlocks().length);
	});

	it("are short where they are read first: README has 1,000 words of prose at most", () => {
		const prose = readText("README.md").replace(/^```[\s\S]*?^```$|^ *\|.*$/gm, "");
		expect(prose.match(/\S+/g)?.length).toBeLessThanOrEqual(1000);
	});

	it("say that npm does not have the package, until it does", () => {
		const isReleased = /^## \S+ – \d{4}-\d\d-\d\d$/m.test(readText("CHANGELOG.md"));
		expect(/^## Not on npm yet$/m.test(readText("README.md")), "README's section is out of date").toBe(!isReleased);
	});

	it("load one version from the CDN, with its hash", () => {
		const loading = readBlocks().filter(({ code }) => code.includes("cdn.jsdelivr.net"));
		expect(loading.length).toBeGreaterThan(2);
		const name = "crisp-signals.min.js";
		const [, version] = loading[0]?.code.match(/crisp-signals@(\d+\.\d+\.\d+)\//) ?? [];
		const [integrity] = loading[0]?.code.match(/sha384-[\w+/]{64}/) ?? [];
		const address = `https://cdn.jsdelivr.net/npm/${manifest.name}@${version}/dist/${name}`;
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
		expect(() => api.configure({ delay: 10 })).toThrow(new TypeError(quoted?.replace("\n", " ")));
	});

	it("name all error codes", () => {
		const named = readTable("code").flatMap(([cell]) => codeOf(cell));
		expect(named.sort()).toEqual(Object.keys(CODES).sort());
		for (const code of named) expect(readText("README.md")).toContain(`\`${code}\``);
	});
});

describe("CONTRIBUTING", () => {
	const [, where = "", way = ""] = readText(".github/CONTRIBUTING.md").split(
		/^## (?:Where things are|The way of one click)$/m,
	);
	const [picture = ""] = where.match(/^```text\n[\s\S]*?^```$/m) ?? [];
	const listFiles = (folder: string) =>
		readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
	const files = [...listFiles("src"), ...listFiles("src/delivery")];

	it("shows each file of the browser's code once, and each folder of src", () => {
		const folders = [...picture.matchAll(/ (\w+)\/ {2,}/g)].map(([, name]) => name);
		const entries = readdirSync(join(ROOT, "src"), { withFileTypes: true });
		expect(folders.sort()).toEqual(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
		expect(picture.match(/[\w-]+\.ts/g)?.sort()).toEqual(files.sort());
	});

	it("tells the way of one click in six steps at most, by files that are there", () => {
		const [steps = ""] = way.split("\n## ");
		expect(steps.match(/^\d\. /gm)?.length).toBeLessThanOrEqual(6);
		const named = steps.match(/(?:\w+\/)?[\w-]+\.ts/g) ?? [];
		expect(named.length).toBeGreaterThan(6);
		expect(named.filter((path) => !existsSync(join(ROOT, "src", path)))).toEqual([]);
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
