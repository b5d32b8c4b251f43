import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { hook } from "../../examples/demo-hook.js";
import { startServer } from "../../examples/server.mjs";
import { startServer as startRendered } from "../../examples/server-rendered/server.js";
import { createFakeCrisp } from "../../src/testing/index.js";
import { buildEnvelope, buildSignedHook, postHook } from "./hook.js";
import { openPage } from "./page.js";

/** In place of what Vite makes, which other tests make meanwhile: here nobody asks for the page. */
function startWithoutPage() {
	const folder = mkdtempSync(join(tmpdir(), "crisp-signals-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	mkdirSync(join(folder, "client"));
	return startRendered({ dist: pathToFileURL(`${folder}/`) } as object);
}

for (const [name, start] of Object.entries({
	"the examples": startServer,
	"the server-rendered page": startWithoutPage,
})) {
	it(`the server of ${name} passes on what the fake Crisp of a page tells it`, async () => {
		const { url, stop } = await start();
		onTestFinished(stop);
		const relay = `${url}/crisp-signals`;
		const crisp = createFakeCrisp({ hook: { ...hook, url: relay } });
		const page = await openPage(relay, crisp.session);
		const at = Date.now();
		crisp.setServerData("start_chatbot");
		expect(await page.nextData()).toMatchObject({ value: "start_chatbot" });
		crisp.pause();
		const pause = await page.nextData();
		expect(pause.value).toBe("chatbot_paused:human");
		expect(pause.at).toBeGreaterThanOrEqual(at);
	});

	it(`the server of ${name} refuses what is signed with another secret`, async () => {
		const { url, stop } = await start();
		onTestFinished(stop);
		const response = await postHook(`${url}/crisp-signals`, buildSignedHook(JSON.stringify(buildEnvelope())));
		expect(response.status).toBe(401);
	});

	it(`the server of ${name} stops while a page listens`, async () => {
		const { url, stop } = await start();
		const page = await openPage(`${url}/crisp-signals`);
		await stop();
		await page.ended;
	});
}

it("the server of the examples has the playground before the apps are built, and an app when they are", async () => {
	let finish = () => {};
	const built = new Promise<void>((resolve) => {
		finish = resolve;
	});
	const { url, stop } = await startServer({ built } as object);
	onTestFinished(stop);
	const answered: string[] = [];
	const ask = async (path: string) => {
		await fetch(url + path);
		answered.push(path);
	};
	const app = ask("/react/");
	await ask("/playground/");
	await ask("/check/");
	finish();
	await app;
	expect(answered).toEqual(["/playground/", "/check/", "/react/"]);
});
