import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import { checkTypes } from "./check-types.js";
import { type Block, readBlocks } from "./readme.js";

/** What the page of a block has besides: Crisp's snippet by its own documentation, and the library's script tag. */
const GLOBALS = `
	declare global {
		interface Window { $crisp: unknown[]; CRISP_WEBSITE_ID: string }
		var CrispSignals: typeof import("crisp-signals") & { destroy(): void };
	}
	export {};
`;

/** Keeps the lines where they are in README.md, for messages. */
const atLine = (line: number, code: string) => "\n".repeat(line - 1) + code;

/** Elements with an id in the HTML are there for its scripts. */
function checkHtml({ name, code, line }: Block): Record<string, string> {
	const ids = [...code.matchAll(/ id="([^"]*)"/g)].map(([, id]) => `"#${id}"`);
	const elements = `interface ParentNode { querySelector(id: ${ids.join(" | ") || "never"}): HTMLElement }`;
	const scripts = [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(({ 1: script = "", index, 0: all }) => {
		const start = index + all.indexOf(">") + 1;
		return [`${name} at ${index}.js`, atLine(line + code.slice(0, start).split("\n").length - 1, script)];
	});
	return { ...Object.fromEntries(scripts), [`${name}.d.ts`]: `declare global { ${elements} } export {};` };
}

describe("README", () => {
	it("has JavaScript with the types that a strict app asks for, also as TypeScript, and inside of HTML", () => {
		const scripts = readBlocks()
			.filter(({ language }) => language === "js" || language === "jsx")
			.flatMap(({ name, language, code, line }) =>
				[language, language.replace("j", "t")].map((type) => [`${name}.${type}`, atLine(line, code)]),
			);
		const pages = readBlocks().filter(({ language }) => language === "html");
		const files = [...scripts, ...pages.flatMap((page) => Object.entries(checkHtml(page)))];
		expect(files.length).toBeGreaterThan(pages.length);
		expect(checkTypes({ ...Object.fromEntries(files), "globals.d.ts": GLOBALS })).toEqual([]);
	});

	it("has style sheets without errors", async () => {
		for (const { code } of readBlocks().filter(({ language }) => language === "css")) {
			expect((await transform(code, { loader: "css" })).warnings).toEqual([]);
		}
	});
});
