import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Consumer, openConsumer } from "./consumer.js";

/** Each bundles main.js, and returns the path of the bundle. */
const BUNDLERS: Record<string, (consumer: Consumer) => Promise<string>> = {
	async vite(consumer) {
		await consumer.tool("vite", "build", "--outDir", "bundle");
		const [script, ...others] = readdirSync(join(consumer.folder, "bundle/assets"));
		expect(others).toEqual([]);
		return `bundle/assets/${script}`;
	},
	async rollup(consumer) {
		await consumer.tool("rollup", "main.js", "--plugin", "node-resolve", "--format", "iife", "--file", "bundle.js");
		return "bundle.js";
	},
	async webpack(consumer) {
		await consumer.node("webpack.mjs", "main.js", "bundle.js");
		return "bundle.js";
	},
	async esbuild(consumer) {
		await consumer.tool("esbuild", "main.js", "--bundle", "--minify", "--outfile=bundle.js");
		return "bundle.js";
	},
};

async function bundleText(name: string, main: string) {
	const consumer = openConsumer("app");
	writeFileSync(join(consumer.folder, "main.js"), main);
	return readFileSync(join(consumer.folder, (await BUNDLERS[name]?.(consumer)) ?? ""), "utf8");
}

describe.each(Object.keys(BUNDLERS))("%s", (name) => {
	it("makes a bundle that tells Enum", async () => {
		const consumer = openConsumer("app");
		const bundle = await BUNDLERS[name]?.(consumer);
		const title = await consumer.node("visit.mjs", bundle ?? "");
		expect(title.trim()).toBe("Sent, and told start_chatbot");
	});

	it("adds 0 bytes for an import that is not used", async () => {
		const site = `console.log("x");\nexport {};\n`;
		const unused = `import { startChatbot } from "crisp-signals";
			import { createFakeCrisp } from "crisp-signals/testing";
			import { createRelay } from "crisp-signals/server";\n`;
		const without = await bundleText(name, site);
		expect(await bundleText(name, unused + site)).toBe(without);
		// Those that are used are seen.
		const used = await bundleText(name, `${unused + site}console.log(startChatbot, createFakeCrisp, createRelay);\n`);
		expect(used.length).toBeGreaterThan(without.length + 5_000);
	});
});

describe("vite for the server", () => {
	it.each([
		["left outside", true, []],
		["bundled", false, ["--config", "vite.bundled.mjs"]],
	] as const)("renders with the package %s", async (_how, isOutside, flags) => {
		const consumer = openConsumer("app");
		await consumer.tool("vite", "build", "--ssr", "server.js", "--outDir", "server", ...flags);
		const file = join("server", readdirSync(join(consumer.folder, "server"))[0] ?? "");
		expect(/from "crisp-signals"/.test(readFileSync(join(consumer.folder, file), "utf8"))).toBe(isOutside);
		expect(await consumer.node(file)).toBe("Rendered with NOT_IN_BROWSER, 0 pending\n");
	});
});
