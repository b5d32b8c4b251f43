import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Consumer, openConsumer } from "./consumer.js";

const VERSIONS = ["5.4", "5.9", "6"] as const;
const MODULES = { node16: "node16", nodenext: "nodenext", bundler: "esnext" } as const;
type Resolution = keyof typeof MODULES;

// Each compiler takes a core and more.
vi.setConfig({ maxConcurrency: 2 });

let consumer: Consumer;
beforeAll(() => {
	consumer = openConsumer("types");
});

describe.concurrent.each(VERSIONS)("TypeScript %s", (version) => {
	/** Compiles the files with the options of consumers/types/tsconfig.json. Returns what is wrong. */
	async function compile(moduleResolution: Resolution, ...files: string[]) {
		const project = join(consumer.folder, `${version}-${moduleResolution}-${files[0]}.json`);
		const compilerOptions = { module: MODULES[moduleResolution], moduleResolution };
		writeFileSync(project, JSON.stringify({ extends: "./tsconfig.json", compilerOptions, files }));
		const { code, output } = await consumer.try(`typescript-${version}/bin/tsc`, "--pretty", "false", "-p", project);
		if (code && !output) throw new Error(`tsc ended with ${code}`);
		return output;
	}

	it.each(["node16", "nodenext"] as const)(
		"finds the types of each entry, in ESM and CJS, by %s",
		async (resolution) => {
			expect(await compile(resolution, "usage.mts", "usage.cts")).toBe("");
		},
	);

	it("finds the types of each entry by bundler", async () => {
		expect(await compile("bundler", "usage.mts")).toBe("");
	});

	it("takes a site's own declaration of window.$crisp", async () => {
		expect(await compile("bundler", "own-global.mts")).toBe("");
	});

	// By bundler only: crisp-sdk-web's own types do not compile by Node's resolution, as they import "./chat" without ".js".
	it.each(["first", "last"])("takes crisp-sdk-web imported %s", async (place) => {
		expect(await compile("bundler", `sdk-web-${place}.mts`)).toBe("");
	});
});
