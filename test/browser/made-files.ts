import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, inject } from "vitest";

/** The server has this file by the time the first journey starts. */
export function makeFile(path: string, content: string): void {
	beforeAll(() => {
		const file = join(inject("madeFolder"), path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, content);
	});
}

/** The same for a page, with the recorder of errors before anything else. */
export function makePage(path: string, html: string): void {
	const head = `<meta charset="utf-8"><link rel="icon" href="data:,"><title>A shop</title><script src="/recorder.js"></script>`;
	makeFile(path, `<!doctype html>\n${head}\n${html}`);
}
