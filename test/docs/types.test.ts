import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import * as api from "../../src/index.js";
import { checkTypes } from "./check-types.js";
import { type Block, type BlockTests, readBlock, readBlocks } from "./pages.js";

/** What the page of a block has besides, by the documentation of Crisp and Enum. */
const GLOBALS = `
	declare global {
		interface Window { $crisp: unknown[]; CRISP_WEBSITE_ID: string; run_pause_chatbot(value: string): void }
		interface ImportMeta { env: { DEV: boolean } }
	}
	export {};
`;

const GLOBAL = "frameworks: The global in TypeScript, ts";

const TESTS: BlockTests<"types", () => void> = {
	"frameworks: The global in TypeScript, ts"() {
		const { name, code, line } = readBlock(GLOBAL);
		const names = Object.keys(api).map((name) => `${name}: true`);
		const use = `
			export const names: Record<keyof typeof CrispSignals, true> = { ${names} };
			window.CrispSignals.startChatbot({ timeout: 20_000 });
			// @ts-expect-error: there is no such option
			CrispSignals.startChatbot({ retries: 3 });
		`;
		expect(checkTypes({ [`${name}.d.ts`]: atLine(line, code), "use.ts": use })).toEqual([]);
	},
};

/** Keeps the lines where they are in their page, for messages. */
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

/** What a site has before it has the library, without types. */
const BEFORE = "from-the-snippet: Before, html";

describe("README and the guides", () => {
	for (const [name, test] of Object.entries(TESTS)) it(`have types that tell the truth: ${name}`, test);

	it("have JavaScript with the types that a strict app asks for, also as TypeScript, and inside of HTML", () => {
		const scripts = readBlocks()
			.filter(({ language }) => language === "js" || language === "jsx")
			.flatMap(({ name, language, code, line }) =>
				[language, language.replace("j", "t")].map((type) => [`${name}.${type}`, atLine(line, code)]),
			);
		const pages = readBlocks().filter(({ language, name }) => language === "html" && name !== BEFORE);
		const global = readBlock(GLOBAL);
		scripts.push([`${global.name}.d.ts`, atLine(global.line, global.code)]);
		// Copied out of the package, beside the page.
		scripts.push(["testing.d.ts", `export * from "crisp-signals/testing";`]);
		const files = [...scripts, ...pages.flatMap((page) => Object.entries(checkHtml(page)))];
		expect(files.length).toBeGreaterThan(pages.length);
		expect(checkTypes({ ...Object.fromEntries(files), "globals.d.ts": GLOBALS })).toEqual([]);
	});

	it("have style sheets without errors", async () => {
		for (const { code } of readBlocks().filter(({ language }) => language === "css")) {
			expect((await transform(code, { loader: "css" })).warnings).toEqual([]);
		}
	});
});
