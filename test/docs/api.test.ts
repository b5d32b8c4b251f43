import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import {
	Application,
	type Comment,
	type DeclarationReflection,
	Logger,
	LogLevel,
	type ProjectReflection,
	ReflectionKind,
	TSConfigReader,
	TypeDocReader,
} from "typedoc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkTypes } from "./check-types.js";
import { ROOT } from "./pages.js";

class Recorder extends Logger {
	readonly complaints: string[] = [];
	override log(message: string, level: LogLevel) {
		if (level >= LogLevel.Warn) this.complaints.push(message);
	}
}

const folder = mkdtempSync(join(tmpdir(), "crisp-signals-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const logger = new Recorder();
let project: ProjectReflection;

beforeAll(async () => {
	const app = await Application.bootstrapWithPlugins({ options: ROOT, tsconfig: ROOT }, [
		new TypeDocReader(),
		new TSConfigReader(),
	]);
	app.logger = logger;
	const converted = await app.convert();
	if (!converted) throw new Error(`Expected an API, got ${logger.complaints}`);
	project = converted;
	app.validate(project);
	await app.generateDocs(project, folder);
});

/** What the package exports, with the module's name. */
const findExports = () =>
	project.children?.flatMap(({ name, children = [] }) => children.map((symbol) => [name, symbol] as const)) ?? [];

/** A function has its comments at its signatures. */
const commentsOf = ({ comment, signatures }: DeclarationReflection): (Comment | undefined)[] =>
	signatures?.map((signature) => signature.comment) ?? [comment];

const examplesOf = (symbol: DeclarationReflection) =>
	commentsOf(symbol).flatMap((comment) => comment?.getTags("@example") ?? []);

describe("the API reference", () => {
	it("is generated without a warning", () => {
		expect(logger.complaints).toEqual([]);
		expect(project.children?.map(({ name }) => name)).toEqual([
			"crisp-signals",
			"crisp-signals/server",
			"crisp-signals/testing",
		]);
	});

	it("does not name the machine that it was generated on", () => {
		const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
		expect(pages).toContain("index.html");
		for (const page of pages) {
			const html = readFileSync(join(folder, page), "utf8");
			for (const path of [ROOT, homedir(), folder]) expect(html.includes(`${path}/`), page).toBe(false);
		}
	});

	it("says of each exported symbol what it is, with one example", () => {
		const shown = findExports().map(([module, symbol]) => ({
			name: `${module}: ${symbol.name}`,
			hasSummary: commentsOf(symbol).every((comment) => comment?.hasVisibleComponent() && comment.summary.length > 0),
			examples: examplesOf(symbol).length,
		}));
		expect(shown.length).toBeGreaterThan(20);
		expect(shown.filter(({ hasSummary, examples }) => !hasSummary || examples !== 1)).toEqual([]);
	});

	it("says of each member of an exported type what it is", () => {
		const kinds =
			ReflectionKind.Property | ReflectionKind.Method | ReflectionKind.Accessor | ReflectionKind.Constructor;
		const members = findExports().flatMap(([, symbol]) =>
			(symbol.children ?? []).filter((child) => child.kindOf(kinds)),
		);
		const silent = members.filter((member) => !commentsOf(member).every((comment) => comment?.summary.length));
		expect(members.length).toBeGreaterThan(50);
		expect(silent.map((member) => member.getFullName())).toEqual([]);
	});

	it("has examples with the types that a strict app asks for, where the exports are imported", () => {
		/** What the examples of the fake assume: they stand in a test. */
		const imports = ['import { expect, vi } from "vitest";'];
		for (const [module, { name, kind }] of findExports()) {
			const isType = kind === ReflectionKind.Interface || kind === ReflectionKind.TypeAlias;
			imports.push(`import ${isType ? "type " : ""}{ ${name} } from "${module}";`);
		}
		const examples = findExports().map(([, symbol]) => {
			const text =
				examplesOf(symbol)[0]
					?.content.map((part) => part.text)
					.join("") ?? "";
			const code = text.replace(/^```.*\n|\n```$/g, "");
			return [`${symbol.name}.ts`, `${imports.join(" ")}\n${code}`];
		});
		expect(checkTypes(Object.fromEntries(examples))).toEqual([]);
	});
});
