import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { bundle, bundleContenders } from "./contenders.mjs";
import { ratio } from "./statistics.mjs";

const sizeOf = (code) => (code ? brotliCompressSync(code).length : 0);

const measureImport = async (lines) => sizeOf(await bundle(lines));

/** Bytes of what a visitor downloads, minified, in brotli at its highest quality, as CDNs serve it. */
export async function measureBytes() {
	const { "plain snippet": snippet, "crisp-sdk-web": sdkWeb } = await bundleContenders();
	return {
		scriptTag: {
			"crisp-signals": sizeOf(readFileSync(new URL("../../dist/crisp-signals.min.js", import.meta.url))),
			"plain snippet": sizeOf(snippet),
			"crisp-sdk-web": sizeOf(sdkWeb),
		},
		threeFunctions: {
			"crisp-signals": await measureImport(`export { startChatbot, pauseChatbot, onPaused } from "./dist/index.js"`),
			"crisp-sdk-web": await measureImport(`export { Crisp } from "crisp-sdk-web"`),
		},
		everything: {
			"crisp-signals": await measureImport(`export * from "./dist/index.js"`),
			"crisp-sdk-web": await measureImport(`export * from "crisp-sdk-web"`),
		},
		unused: {
			"crisp-signals": await measureImport(`import * as all from "./dist/index.js"`),
			"crisp-sdk-web": await measureImport(`import * as all from "crisp-sdk-web"`),
		},
	};
}

const NAMES = {
	scriptTag: "script tag",
	threeFunctions: "npm: what signals need",
	everything: "npm: everything",
	unused: "npm: imported, not used",
};

export async function run() {
	const rows = Object.entries(await measureBytes()).map(([id, bytes]) => ({
		id,
		name: NAMES[id],
		toSdkWeb: ratio(bytes["crisp-signals"], bytes["crisp-sdk-web"]),
		bytes,
	}));
	return { unit: "bytes, minified and in brotli", rows };
}
