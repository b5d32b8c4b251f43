import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import terser from "@rollup/plugin-terser";
import typescript from "@rollup/plugin-typescript";
import { dts } from "rollup-plugin-dts";

const compile = () => typescript({ noEmit: false, include: "src/**", outputToFilesystem: false });

/** An npm entry: ESM and CJS, each with types in its own module format. */
const entry = (input, name) => [
	{
		input,
		plugins: [compile()],
		output: [
			{ file: `dist/${name}.js`, format: "es", sourcemap: true },
			{ file: `dist/${name}.cjs`, format: "cjs", sourcemap: true },
		],
	},
	{
		input,
		plugins: [dts()],
		output: [{ file: `dist/${name}.d.ts` }, { file: `dist/${name}.d.cts` }],
	},
];

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

export default [
	...entry("src/index.ts", "index"),
	...entry("src/testing/index.ts", "testing"),
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
