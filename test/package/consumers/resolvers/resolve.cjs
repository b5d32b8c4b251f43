const { readFileSync, statSync } = require("node:fs");
const { dirname, join, relative } = require("node:path");
const { create } = require("enhanced-resolve-4");
const { resolve: resolveInEslint } = require("eslint-import-resolver-node");
const { default: Jest27 } = require("jest-resolve-27");
const metro = require("metro-resolver");

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Each finds a package by its name. None knows the field `exports`. */
const RESOLVERS = {
	eslint: (name) => resolveInEslint(name, __filename, {}).path,
	webpack4: (name) => create.sync({ mainFields: ["browser", "module", "main"] })({}, __dirname, name),
	jest27: (name) => Jest27.findNodeModule(name, { basedir: __dirname, extensions: [".js", ".json"] }),
	metro(name) {
		const context = {
			doesFileExist: isFile,
			fileSystemLookup(path) {
				const stats = statSync(path, { throwIfNoEntry: false });
				return stats ? { exists: true, type: stats.isFile() ? "f" : "d", realPath: path } : { exists: false };
			},
			getPackage: (path) => JSON.parse(readFileSync(path, "utf8")),
			getPackageForModule: () => null,
			mainFields: ["react-native", "browser", "main"],
			nodeModulesPaths: [],
			originModulePath: __filename,
			redirectModulePath: (path) => path,
			assetExts: new Set(),
			resolveAsset: () => null,
			sourceExts: ["js", "json"],
			unstable_enablePackageExports: false,
		};
		return metro.resolve(context, name, null).filePath;
	},
};

const root = join(dirname(__dirname), "node_modules/crisp-signals");
const names = process.argv.slice(2);
const find = (resolve) => names.map((name) => relative(root, resolve(name)).replaceAll("\\", "/"));
const found = Object.entries(RESOLVERS).map(([name, resolve]) => [name, find(resolve)]);
console.log(JSON.stringify(Object.fromEntries(found)));
