import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { builtinEnvironments } from "vitest/runtime";
import type { FakeCrisp } from "../../src/testing/index.js";
import { buildEnvelope, buildWebsiteHook, hashOf, PAUSE, postHook } from "../server/hook.js";
import { openPage } from "../server/page.js";
import { bundleBlock } from "./bundle.js";
import { type BlockTests, ROOT, readBlock } from "./pages.js";

/** As it stands in an address. */
const SECRET = "0123456789abcdef";

/** README's server, on a free port, with the secret of its hook. Returns its origin. */
async function startServer(secret = SECRET): Promise<string> {
	const { code } = readBlock("Live pauses, mjs");
	const listen = "app.listen(3000);";
	expect(code).toContain(listen);
	const free = code.replace(listen, "const server = app.listen(0, () => console.log(server.address().port));");
	const env = { PATH: process.env.PATH, CRISP_HOOK_SECRET: secret };
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
		const hook = buildWebsiteHook(JSON.stringify(buildEnvelope({ at })));
		expect((await postHook(url, { ...hook, query: `?secret=${SECRET}` })).status).toBe(204);
		expect(await page.nextData()).toEqual({ value: PAUSE, at });
	},

	async "live-pauses: To check it, sh"() {
		const { code } = readBlock("live-pauses: To check it, sh");
		const [, status = "nothing"] = code.match(/# (HTTP.*)/) ?? [];
		const [, shown = "nothing"] = code.match(/# (data: .*)/) ?? [];
		expect(code).toContain(hashOf("test"));
		const commands = code.replaceAll("http://localhost:3000", await startServer());
		const output = await runShell(commands, { PATH: process.env.PATH, CRISP_HOOK_SECRET: SECRET });
		expect(output).toContain(status);
		const line = output.split("\n").find((line) => line.startsWith("data: "));
		expect(line?.replaceAll(/\d+/g, "…")).toBe(shown);
	},

	/** The page is on the server's own origin. */
	async "testing: With your relay, js"() {
		const origin = await startServer("fake-crisp");
		const dom = await builtinEnvironments["happy-dom"].setup(globalThis, { happyDOM: { url: origin } });
		const folder = mkdtempSync(join(tmpdir(), "crisp-signals-docs-"));
		onTestFinished(async () => {
			await dom.teardown(globalThis);
			rmSync(folder, { recursive: true });
		});
		const file = join(folder, "block.mjs");
		await bundleBlock(readBlock("testing: With your relay, js"), `import "pasted";`, file);
		await import(/* @vite-ignore */ file);
		const { fakeCrisp } = window as unknown as { fakeCrisp: FakeCrisp };
		onTestFinished(() => fakeCrisp.uninstall());
		await vi.waitFor(() => expect(fakeCrisp.isJoined).toBe(true), 30_000);
		const page = await openPage(`${origin}/crisp-signals`, fakeCrisp.session);
		fakeCrisp.pause("human");
		expect((await page.nextData()).value).toBe(PAUSE);
	},
};

describe("README's relay and its guide", () => {
	for (const [name, test] of Object.entries(TESTS)) it(`runs: ${name}`, test);
});
