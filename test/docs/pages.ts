import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

export const readText = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** README.md and the guides; `npm run docs` makes pages of them. */
export const PAGES = [
	"README.md",
	...readdirSync(join(ROOT, "docs"))
		.filter((name) => name.endsWith(".md"))
		.sort()
		.map((name) => `docs/${name}`),
];

/**
 * Who runs each fenced block of the pages. A block is named after the heading above it and its language, in a guide with the
 * guide's name before it. The types of the tests hold them to it: each has a record with a test for every block that is its own
 * here.
 */
export const BLOCKS = {
	"crisp-signals, js": "readme",
	"crisp-signals, html": "readme",
	"On a website: a script tag, html": "readme",
	"In an app: npm, sh": "shell",
	"In an app: npm, js": "readme",
	"Live pauses, mjs": "relay",
	"Live pauses, js": "readme",
	"Development, sh": "shell",
	"consent-and-ad-blockers: Before the visitor has agreed, html": "guides",
	"consent-and-ad-blockers: Where Crisp is blocked, css": "guides",
	"frameworks: React, jsx": "guides",
	"frameworks: Angular, ts": "angular",
	"frameworks: The global in TypeScript, ts": "types",
	"frameworks: Google Tag Manager, html": "guides",
	"from-the-snippet: Before, html": "from-the-snippet",
	"from-the-snippet: After, html": "from-the-snippet",
	"from-the-snippet: Where your code calls the function, html": "from-the-snippet",
	"how-delivery-works: A signal's journey, text": "nobody",
	"live-pauses: To check it, sh": "relay",
	"nothing-arrives: Turn the log on, js": "guides",
	"security: Content that visitors write, html": "guides",
	"testing: Without npm, html": "guides",
	"testing: In Node, js": "node",
	"testing: Vitest, js": "package",
	"testing: Jest, cjs": "package",
	"testing: In a browser, js": "guides",
	"testing: While an app is developed, js": "package",
	"testing: With your relay, js": "relay",
	"testing: Playwright, mjs": "package",
} as const;

export type BlockName = keyof typeof BLOCKS;

/** A test for each block that is run there. */
export type BlockTests<Place extends string, Test> = {
	[Name in BlockName as (typeof BLOCKS)[Name] extends Place ? Name : never]: Test;
};

export interface Block {
	name: string;
	language: string;
	code: string;
	/** Of its page, of the first line of the code. */
	line: number;
}

function readPage(page: string): Block[] {
	const text = readText(page);
	const prefix = page === "README.md" ? "" : `${basename(page, ".md")}: `;
	const names = new Map<string, number>();
	let heading = "";
	return [...text.matchAll(/^#+ (.*)$|^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(
		({ 0: all, 1: title, 2: language, 3: code, index }) => {
			heading = title ?? heading;
			if (language === undefined || code === undefined) return [];
			const name = `${prefix}${heading}, ${language}`;
			const count = (names.get(name) ?? 0) + 1;
			names.set(name, count);
			const line = text.slice(0, index + all.indexOf("\n")).split("\n").length + 1;
			return [{ name: count > 1 ? `${name} ${count}` : name, language, code, line }];
		},
	);
}

export const readBlocks = (): Block[] => PAGES.flatMap(readPage);

export function readBlock(name: BlockName): Block {
	const block = readBlocks().find((block) => block.name === name);
	if (!block) throw new Error(`No page has a block "${name}"`);
	return block;
}

/** The rows of the table below a header row that starts like this, on whatever page it is, as their cells. */
export function readTable(header: string): string[][] {
	const [, body = ""] = PAGES.map(readText).join("\n").split(`\n| ${header} |`);
	const [, , ...rows] = (body.split("\n\n")[0] ?? "").split("\n");
	return rows.map((row) =>
		row
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** What stands in backticks. */
export const codeOf = (cell = ""): string[] => [...cell.matchAll(/`([^`]*)`/g)].map(([, code = ""]) => code);
