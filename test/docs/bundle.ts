import { type BuildOptions, build, type Loader, type Plugin } from "esbuild";
import { type Block, ROOT } from "./pages.js";

const pasted = ({ name, code, language }: Block): Plugin => ({
	name: "pasted",
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^pasted$/ }, () => ({ path: name, namespace: "pasted" }));
		onLoad({ filter: /./, namespace: "pasted" }, () => ({
			contents: code,
			loader: language as Loader,
			resolveDir: ROOT,
		}));
	},
});

/** Bundles an app that has crisp-signals installed, and the block as its module "pasted". */
export async function bundleBlock(block: Block, app: string, outfile: string, options?: BuildOptions): Promise<void> {
	await build({
		stdin: { contents: app, resolveDir: ROOT },
		bundle: true,
		format: "esm",
		target: "es2022",
		jsx: "automatic",
		outfile,
		plugins: [pasted(block)],
		logLevel: "silent",
		...options,
	});
}
