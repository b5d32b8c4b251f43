// Compiles projects with one version of TypeScript: node compile.cjs typescript-5.9 '[{ "moduleResolution": "node16", "files": ["usage.mts"] }]'
// Prints what is wrong with each, as JSON. In one process: a compiler takes longer to start than to compile one of them.
const { dirname } = require("node:path");

const [version, projects] = process.argv.slice(2);
const ts = require(version);
const MODULES = { node16: "node16", nodenext: "nodenext", bundler: "esnext" };

/** Those of the language are the same to all projects. */
const libraries = new Map();

function compile({ moduleResolution, files }) {
	const { compilerOptions } = ts.readConfigFile("tsconfig.json", ts.sys.readFile).config;
	const module = MODULES[moduleResolution];
	const config = { compilerOptions: { ...compilerOptions, module, moduleResolution }, files };
	const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, __dirname);
	const host = ts.createCompilerHost(options);
	const { getSourceFile } = host;
	const folder = dirname(host.getDefaultLibFileName(options));
	host.getSourceFile = (name, ...rest) => {
		if (dirname(name) !== folder) return getSourceFile(name, ...rest);
		if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...rest));
		return libraries.get(name);
	};
	const found = [...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options, host))];
	return ts.formatDiagnostics(found, host);
}

console.log(JSON.stringify(JSON.parse(projects).map(compile)));
