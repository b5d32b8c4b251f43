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
				plugins: [terser({ ecma: 2022, compress: { passes: 4, unsafe_arrows: true, keep_fargs: false } })],
			},
		],
	},
];
