import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { builtinEnvironments, type EnvironmentReturn } from "vitest/runtime";
import { bundleBlock } from "./bundle.js";
import { type BlockTests, readBlock } from "./pages.js";

type Signals = typeof import("../../src/index.js");

// Not for the whole file: there, files outside the project cannot be imported.
let dom: EnvironmentReturn;
beforeAll(async () => {
	dom = await builtinEnvironments["happy-dom"].setup(globalThis, {});
});
afterAll(() => dom.teardown(globalThis));

const folder = mkdtempSync(join(tmpdir(), "crisp-signals-docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the block in this process, which has a DOM. Returns the functions that it has imported. */
async function runBlock(name: keyof typeof TESTS): Promise<Signals> {
	const file = join(folder, "block.mjs");
	await bundleBlock(readBlock(name), `import "pasted"; export * from "crisp-signals";`, file);
	return await import(/* @vite-ignore */ file);
}

const TESTS: BlockTests<"node", () => Promise<void>> = {
	async "testing: In Node, js"() {
		const log = vi.spyOn(console, "log").mockReturnValue();
		const { onPaused } = await runBlock("testing: In Node, js");
		// As the comment beside it says.
		expect(log.mock.calls).toEqual([[["start_chatbot"]]]);
		expect(readBlock("testing: In Node, js").code).toContain(`console.log(crisp.told); // ["start_chatbot"]\n`);
		const onPause = vi.fn();
		onPaused(onPause);
		await vi.waitFor(() => expect(onPause).toHaveBeenCalledTimes(1), 30_000);
		expect(onPause.mock.calls[0]?.[0]).toMatchObject({ reason: "human" });
	},
};

describe("The guides' code runs in a test with a DOM", () => {
	for (const [name, test] of Object.entries(TESTS)) it(name, test);
});
