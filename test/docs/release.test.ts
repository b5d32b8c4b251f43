import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { run } from "../package/run.js";
import { PAGES, ROOT } from "./pages.js";

/** What the command reads and writes. */
const PATHS = ["README.md", "docs", "package.json", "scripts", "test/bench", "dist"];

const INTEGRITY = `sha384-${"0".repeat(64)}`;

function copyRepository() {
	const folder = mkdtempSync(join(tmpdir(), "crisp-signals-release-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	for (const path of PATHS) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
	symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
	const read = (path: string) => readFileSync(join(folder, path), "utf8");
	const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
	return { folder, read, write };
}

it("npm run release:write writes the version, the hash and the sizes of a new build, and nothing else", async () => {
	const { folder, read, write } = copyRepository();
	const command = (...args: string[]) => run("node", ["scripts/release-write.mjs", ...args], folder);
	const before = Object.fromEntries(PAGES.map((page) => [page, read(page)]));

	write("package.json", read("package.json").replace(/"version": "[^"]*"/, '"version": "98.7.6"'));
	write("dist/sri.json", JSON.stringify({ "crisp-signals.min.js": INTEGRITY }));
	const random = Array.from({ length: 2000 }, (_, index) => Math.round(Math.sin(index) * 1e9)).join();
	appendFileSync(join(folder, "dist/crisp-signals.min.js"), `"${random}"`);
	appendFileSync(join(folder, "dist/index.js"), `startChatbot["${random}"]();`);
	const outdated = await command("--check");
	expect(outdated.code).toBe(1);
	for (const page of PAGES.filter((page) => before[page]?.includes("sha384-"))) expect(outdated.output).toContain(page);
	expect(outdated.output).toContain("bytes.json");

	expect(await command()).toEqual({ code: 0, output: "" });
	expect(await command("--check")).toEqual({ code: 0, output: "" });
	for (const page of PAGES) {
		const text = read(page);
		for (const [, version] of text.matchAll(/cdn\.jsdelivr\.net\/npm\/crisp-signals@([^/]*)/g)) {
			expect(version).toBe("98.7.6");
		}
		for (const [hash] of text.matchAll(/sha384-[^"]*/g)) expect(hash).toBe(INTEGRITY);
		const mask = (text = "") => text.replace(/@\d+\.\d+\.\d+|sha384-[^"]*|[\d.]+ kB|[\d.]+ ×/g, "#");
		expect(mask(text)).toBe(mask(before[page]));
	}
	expect(read("README.md").match(/\b[1-9]\d\.\d kB/g)?.length).toBeGreaterThanOrEqual(2);
});
