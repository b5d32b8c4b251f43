import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const FOLDER = fileURLToPath(new URL("../../.github/workflows", import.meta.url));
const read = (file: string) => readFileSync(`${FOLDER}/${file}`, "utf8");

it.each(readdirSync(FOLDER))("%s pins each action to a commit, and says its version", (file) => {
	const uses = read(file).match(/\buses:.*/g) ?? [];
	expect(uses.length).toBeGreaterThan(0);
	for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it("only what publishes gets a token, and it runs no script of ours or of a dependency", () => {
	expect(read("test.yml")).not.toContain("id-token");
	for (const [file, job, runs] of [
		["publish.yml", "publish", ["run: npm publish ./*.tgz --ignore-scripts"]],
		["pages.yml", "deploy", null],
	] as const) {
		const [before = "", publish = ""] = read(file).split(`\n  ${job}:\n`);
		expect(before).not.toMatch(/\bid-token|: write/);
		expect(publish).toContain("id-token: write");
		expect(publish.match(/\brun:.*/g)).toEqual(runs);
	}
});
