import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { findEngine } from "../browser/engines/find.js";
import { type BlockName, type BlockTests, readBlock } from "../docs/pages.js";
import { completeMachine } from "../machine/complete.js";
import { openConsumer } from "./consumer.js";

/** A site that has installed the package, with what is pasted into it. */
function openSite(pasted: { [file: string]: BlockName }) {
	const consumer = openConsumer("guide");
	for (const [file, name] of Object.entries(pasted)) writeFileSync(join(consumer.folder, file), readBlock(name).code);
	return consumer;
}

async function findPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

const VITEST = "testing: Vitest, js";
const JEST = "testing: Jest, cjs";
const DEVELOPED = "testing: While an app is developed, js";
const PLAYWRIGHT = "testing: Playwright, mjs";

const TESTS: BlockTests<"package", () => Promise<void>> = {
	async [VITEST]() {
		const output = await openSite({ "chat.vitest.js": VITEST }).tool("vitest", "run");
		expect(output).toMatch(/Tests +4 passed \(4\)/);
	},
	async [JEST]() {
		const output = await openSite({ "chat.jest.cjs": JEST }).tool("jest", "--ci");
		expect(output).toMatch(/Tests: +2 passed, 2 total/);
	},
	async [PLAYWRIGHT]() {
		await completeMachine(["Chromium"]);
		vi.stubEnv("PORT", `${await findPort()}`);
		vi.stubEnv("CHROMIUM", findEngine("Chromium")?.executable);
		const site = openSite({ "chat.spec.mjs": PLAYWRIGHT, "fake-crisp.js": DEVELOPED });
		const output = await site.tool("playwright", "test");
		vi.unstubAllEnvs();
		expect(output).toContain("2 passed");
	},
	async [DEVELOPED]() {
		const site = openSite({ "fake-crisp.js": DEVELOPED });
		await site.tool("vite", "build");
		const assets = join(site.folder, "dist/assets");
		const bundle = readdirSync(assets).map((file) => readFileSync(join(assets, file), "utf8"));
		expect(bundle.join("")).toContain("data-crisp-signal");
		expect(bundle.join("")).not.toContain("fake-crisp");
	},
};

describe("the guide to testing has whole files that run as they are", () => {
	for (const [name, test] of Object.entries(TESTS)) it(name, test);
});
