import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import typescript from "@rollup/plugin-typescript";
import { dts } from "rollup-plugin-dts";

/** `npm run check` checks the types. So nothing is known of the DOM here: its types take longer to read than the library. */
const compile = (tsconfig = "tsconfig.json") =>
	typescript({
		tsconfig,
		noEmit: false,
		noCheck: true,
		lib: ["ES5"],
		types: [],
		include: "src/**",
		outputToFilesystem: false,
	});

const SERVER = fileURLToPath(new URL("src/server/index.ts", import.meta.url));

/** The licenses of bundled packages ask for this. */
const credit = ({ moduleIds }) => {
	const folders = moduleIds.flatMap((id) => id.match(/[^\0]*\/node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []);
	return [...new Set(folders)]
		.map((folder) => `/*!\nHolds ${folder.split("node_modules/").pop()}.\n\n${readFileSync(`${folder}/LICENSE`)}*/`)
		.join("\n");
};

/** The npm entries: ESM and CJS, each with types in its own module format. */
const ENTRIES = { index: "src/index.ts", testing: "src/testing/index.ts", server: SERVER };

const entries = Object.entries(ENTRIES).map(([name, input]) => ({
	input,
	plugins: [nodeResolve(), commonjs(), compile()],
	output: [
		{ file: `dist/${name}.js`, format: "es", sourcemap: true, banner: credit },
		{ file: `dist/${name}.cjs`, format: "cjs", sourcemap: true, banner: credit },
	],
}));

const types = Object.entries(ENTRIES).map(([name, input]) => ({
	input,
	plugins: [dts()],
	output: [{ file: `dist/${name}.d.ts` }, { file: `dist/${name}.d.cts` }],
}));

/** For the `integrity` attribute of script tags: the hash of each file, by its name. */
const writeIntegrity = (path) => ({
	name: "write-integrity",
	writeBundle(_, bundle) {
		const scripts = Object.values(bundle).filter(({ type }) => type === "chunk");
		const hash = ({ code }) => `sha384-${createHash("sha384").update(code).digest("base64")}`;
		const hashes = scripts.map((script) => [script.fileName, hash(script)]);
		writeFileSync(path, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
	},
});

/** `npm start` is sooner there without the types: `--configScripts`. */
export default ({ configScripts }) => [
	...entries,
	...(configScripts ? [] : types),
	{
		input: "src/server/command/index.ts",
		// It runs on the entry beside it.
		external: [/^node:/, "redis", SERVER],
		plugins: [nodeResolve(), compile("src/server/command/tsconfig.json")],
		output: {
			file: "dist/command.js",
			format: "es",
			paths: { [SERVER]: "./server.js" },
			banner: (chunk) => `#!/usr/bin/env node\n${credit(chunk)}`,
		},
	},
	{
		input: "src/script.ts",
		plugins: [compile()],
		output: [
			{ file: "dist/crisp-signals.js", format: "iife", sourcemap: true },
			{
				file: "dist/crisp-signals.min.js",
				format: "iife",
				sourcemap: true,
				plugins: [
					terser({ ecma: 2022, compress: { passes: 4, unsafe_arrows: true, keep_fargs: false } }),
					writeIntegrity("dist/sri.json"),
				],
			},
		],
	},
];
