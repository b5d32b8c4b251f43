import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { codeOf, ROOT, readText } from "./pages.js";

const SOURCES = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
	.filter((name) => name.endsWith(".ts"))
	.map((name) => readText(join("src", name)))
	.join("\n")
	.replace(/\$\{ATTRIBUTE\}/g, "data-crisp-signal");

/** What a source has in the place of these is put together from parts. */
const PREFIX = /^(start_chatbot: (waits for )?|relay: |Refused [A-Z]+ … with (\d+: )?|… )/;

it("The guide to finding out why nothing arrives names lines that the library and the relay do write", () => {
	const lines = codeOf(readText("docs/nothing-arrives.md").replace(/^```[\s\S]*?^```$/gm, "")).filter(
		(code) => PREFIX.test(code) || code.startsWith("Expected "),
	);
	expect(lines.length).toBeGreaterThan(15);
	for (const line of lines) {
		const [text = ""] = line.replace(PREFIX, "").split(/…| 0\.42/);
		expect(SOURCES, line).toContain(text.trim());
	}
});
