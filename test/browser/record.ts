import { readFileSync, writeFileSync } from "node:fs";

/** Copies a page, with the recorder of errors before anything else. */
export function record(from: string, to: string): void {
	const html = readFileSync(from, "utf8");
	writeFileSync(to, html.replace(/<head>|<meta charset[^>]*>/i, '$&<script src="/recorder.js"></script>'));
}
