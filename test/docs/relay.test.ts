import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildEnvelope, buildSignedHook, hashOf, PAUSE, postHook, SIGNING_SECRET } from "../server/hook.js";
import { openPage } from "../server/page.js";
import { type BlockTests, ROOT, readBlock } from "./pages.js";

const SECRET = "0123456789abcdef";

/** README's server, on a free port. Returns its origin. */
async function startServer(): Promise<string> {
	const { code } = readBlock("Live pauses, mjs");
	const listen = "app.listen(3000);";
	expect(code).toContain(listen);
	const free = code.replace(listen, "const server = app.listen(0, () => console.log(server.address().port));");
	const env = { PATH: process.env.PATH, CRISP_SIGNING_SECRET: SIGNING_SECRET, CRISP_HOOK_SECRET: SECRET };
	const child = spawn(process.execPath, ["--input-type=module", "--eval", free], {
		cwd: join(ROOT, "examples/relay"),
		env,
	});
	onTestFinished(() => void child.kill("SIGKILL"));
	let errors = "";
	child.stderr.on("data", (text) => {
		errors += text;
	});
	for await (const port of createInterface({ input: child.stdout })) return `http://localhost:${port}`;
	throw new Error(`The server ended:\n${errors}`);
}

/** What a shell writes, whatever becomes of the commands. */
function runShell(code: string, env: Record<string, string | undefined>): Promise<string> {
	return new Promise((resolve) => {
		execFile("sh", ["-uc", code], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
	});
}

const TESTS: BlockTests<"relay", () => Promise<void>> = {
	async "Live pauses, mjs"() {
		const url = `${await startServer()}/crisp-signals`;
		const page = await openPage(url);
		const at = Date.now();
		expect((await postHook(url, buildSignedHook(JSON.stringify(buildEnvelope({ at }))))).status).toBe(204);
		expect(await page.nextData()).toEqual({ value: PAUSE, at });
	},

	async "live-pauses: To check it, sh"() {
		const { code } = readBlock("live-pauses: To check it, sh");
		const [, status = "nothing"] = code.match(/# (HTTP.*)/) ?? [];
		const [, before = "", after = ""] = code.match(/# (data: .*)…(.*)/) ?? [];
		expect(code).toContain(hashOf("test"));
		const commands = code.replaceAll("http://localhost:3000", await startServer());
		const output = await runShell(commands, { PATH: process.env.PATH, CRISP_HOOK_SECRET: SECRET });
		expect(output).toContain(status);
		const line = output.split("\n").find((line) => line.startsWith("data: "));
		expect([line?.slice(0, before.length), line?.slice(-after.length)]).toEqual([before, after]);
	},
};

describe("README's relay and its guide", () => {
	for (const [name, test] of Object.entries(TESTS)) it(`runs: ${name}`, test);
});
