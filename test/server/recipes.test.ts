import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "./eventually.js";
import { buildEnvelope, buildSignedHook, buildWebsiteHook, PAUSE, postHook, tell } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { RECIPES, startRecipe } from "./start-recipe.js";

const TABLE: [name: string, framework?: "next" | "sveltekit"][] = [
	["node.mjs"],
	["express.mjs"],
	["fastify.mjs"],
	["hono.mjs"],
	["next/app/crisp-signals/route.js", "next"],
	["sveltekit/src/routes/crisp-signals/+server.js", "sveltekit"],
];

it("tests every recipe of examples/relay", () => {
	const files = readdirSync(RECIPES, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
	const recipes = files.filter((path) => /\.m?js$/.test(path) && !path.startsWith("node_modules/"));
	expect(recipes.sort()).toEqual(TABLE.map(([name]) => name).sort());
});

describe.each(TABLE)("the recipe %s", (name, framework) => {
	const start = async (heartbeat?: number) => (await startRecipe(name, { framework, heartbeat })).url;

	it("tells the page at once what a plugin's hook and a website's say", async () => {
		const url = await start();
		const page = await openPage(url);
		const at = Date.now();
		// Parsed and written anew, these would be other bytes.
		const body = JSON.stringify(buildEnvelope({ at }), null, "\t ");
		expect((await postHook(url, buildSignedHook(body))).status).toBe(204);
		expect(await page.nextData()).toEqual({ value: PAUSE, at });
		const later = JSON.stringify(buildEnvelope({ value: "start_chatbot", at: at + 1 }));
		expect((await postHook(url, buildWebsiteHook(later))).status).toBe(204);
		expect(await page.nextData()).toEqual({ value: "start_chatbot", at: at + 1 });
	});

	// The others have no address of their own: a proxy stands in front of them, or their host.
	if (!framework) {
		it("counts the streams of an address", async () => {
			const { url } = await startRecipe(name, { maxConnections: 10, maxPerAddress: 1 });
			expect((await openPage(url)).response.status).toBe(200);
			expect((await openPage(url, "session_other")).response.status).toBe(429);
		});
	}

	it("gives a page's place to another when it has left", async () => {
		const url = await start();
		const page = await openPage(url);
		expect((await openPage(url, "session_other")).response.status).toBe(503);
		page.leave();
		await eventually(async () => expect((await openPage(url, "session_other")).response.status).toBe(200));
	});

	it("gives the place of a page that does not read to another", async () => {
		const url = await start();
		const { port, pathname, search } = new URL(addressOf(url));
		const socket = connect(Number(port), "localhost");
		onTestFinished(() => void socket.destroy());
		socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
		await once(socket, "readable");
		expect((await openPage(url, "session_other")).response.status).toBe(503);
		const at = Date.now();
		for (let index = 0; index < 100; index++) await tell(url, { value: "chatbot_paused:long", at: at + index });
		await eventually(async () => expect((await openPage(url, "session_other")).response.status).toBe(200));
	});

	it.each<[string, number, string, () => ReturnType<typeof buildSignedHook>]>([
		["of 300 kB", 413, "Expected a body of 256 kB at most\n", () => buildSignedHook(" ".repeat(300_000))],
		[
			"with a wrong signature",
			401,
			"Expected a valid X-Crisp-Signature\n",
			() => ({ ...buildSignedHook(), body: JSON.stringify(buildEnvelope({ value: "start_chatbot" })) }),
		],
	])("refuses a hook %s", async (_, status, text, build) => {
		const response = await postHook(await start(), build());
		expect([response.status, await response.text()]).toEqual([status, text]);
	});
});
