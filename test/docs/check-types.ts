import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./pages.js";

/** As a strict app with a bundler has it. The types of the package are those that were built. */
const OPTIONS: ts.CompilerOptions = {
	target: ts.ScriptTarget.ES2022,
	lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
	types: [],
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	moduleDetection: ts.ModuleDetectionKind.Force,
	jsx: ts.JsxEmit.ReactJSX,
	strict: true,
	allowJs: true,
	checkJs: true,
	// The types of packages are checked, those of the browser are not.
	skipDefaultLibCheck: true,
	noEmit: true,
};

/** Where the files seem to be, so that packages are found; written as the compiler writes it. */
const FOLDER = join(ROOT, "pasted").replaceAll("\\", "/");

function describe({ file, start = 0, messageText }: ts.Diagnostic): string {
	const message = ts.flattenDiagnosticMessageText(messageText, "\n");
	if (!file) return message;
	const { line } = file.getLineAndCharacterOfPosition(start);
	return `${file.fileName.replace(`${FOLDER}/`, "")}:${line + 1} ${message}`;
}

/** Compiles files, by their names. Returns what is wrong. */
export function checkTypes(files: Record<string, string>): string[] {
	const texts = new Map(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
	const host = ts.createCompilerHost(OPTIONS);
	const { fileExists, directoryExists, readFile } = host;
	host.fileExists = (path) => texts.has(path) || fileExists(path);
	host.directoryExists = (path) => path === FOLDER || (directoryExists?.(path) ?? true);
	host.readFile = (path) => texts.get(path) ?? readFile(path);
	return ts.getPreEmitDiagnostics(ts.createProgram([...texts.keys()], OPTIONS, host)).map(describe);
}
