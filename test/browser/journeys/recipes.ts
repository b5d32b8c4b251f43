import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeysIn, type Site } from "../journey.js";
import { inDevelopment, MOUNTS, RECIPES } from "../recipes.js";
import { PAUSE, START } from "../told.js";

const FOLDER = new URL("../../../examples/server-rendered/", import.meta.url);

/** A Node process that prints its address, and what it has written to stderr. */
async function startNode(args: string[], env: NodeJS.ProcessEnv = {}) {
	const node = spawn(process.execPath, args, { cwd: FOLDER, env: { ...process.env, NODE_ENV: undefined, ...env } });
	const server = { url: "", stderr: "", stop: () => node.kill() };
	node.stderr.on("data", (data) => {
		server.stderr += data;
	});
	process.once("exit", server.stop);
	const hasAddress = new Promise<void>((resolve) => {
		createInterface(node.stdout).on("line", (line) => {
			// Vite may have something to say before.
			if (!URL.canParse(line)) return;
			server.url = line;
			resolve();
		});
	});
	await Promise.race([hasAddress, once(node, "exit")]);
	return server;
}

const SERVE = `
	import { startServer } from "./server.js";
	const { url } = await startServer({ dist: new URL(process.argv[1]) });
	console.log(url);
`;

const RENDERED: Record<string, string> = {
	"server-rendered": "production",
	[inDevelopment("server-rendered")]: "development",
};
const servers = new Map<string, Awaited<ReturnType<typeof startNode>>>();

beforeAll(async () => {
	for (const [name, NODE_ENV] of Object.entries(RENDERED)) {
		const { href } = pathToFileURL(join(inject("madeFolder"), name, "/"));
		servers.set(name, await startNode(["--input-type=module", "--eval", SERVE, href], { NODE_ENV }));
	}
});

afterAll(() => {
	for (const server of servers.values()) server.stop();
});

/** At the origin of the site, though it may be another server. */
function addressOf(name: string, site: Site) {
	const server = servers.get(name);
	if (!server) return site.urlOf(`${name}/`);
	const url = new URL(site.urlOf(""));
	url.port = new URL(server.url).port;
	return url.href;
}

/** What was rendered on a server hears no click before React has taken it over, and has marked the elements as its own. */
const isHydrated = () =>
	Object.keys(document.querySelector("#start") ?? {}).some((name) => name.startsWith("__reactProps"));

/** A tab with the recipe, as soon as Crisp has joined its session. */
async function visit(name: string, site: Site) {
	const page = await site.newTab();
	await page.open(addressOf(name, site));
	await page.waitFor(() => fakeCrisp.isJoined && !!document.querySelector("#start"));
	if (servers.has(name)) await page.waitFor(isHydrated);
	return page;
}

/** Keeps each thing that is shown of a signal in `notes`. */
const watchOutput = () => {
	new MutationObserver(() => {
		const isBusy = document.querySelector("[aria-busy=true]") !== null;
		const shown = `${isBusy} ${document.querySelector("output")?.textContent?.trim()}`;
		if (notes.at(-1) !== shown) notes.push(shown);
	}).observe(document.body, { attributes: true, characterData: true, childList: true, subtree: true });
};

/** Enum was told exactly these, Crisp's client has let go of what was delivered, and nothing has gone wrong anywhere. */
async function expectTold(name: string, page: Page, ...signals: string[]) {
	await page.waitFor((count) => {
		const isBusy = document.querySelector("[aria-busy=true]") !== null;
		return !isBusy && fakeCrisp.told.length >= count && window.$crisp.get("session:data", "enum") === null;
	}, signals.length);
	expect(await page.evaluate(() => fakeCrisp.told)).toEqual(signals);
	await expectNoErrors(name, page);
}

async function expectNoErrors(name: string, page: Page) {
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
	expect(servers.get(name)?.stderr ?? "").toBe("");
}

for (const name of [...RECIPES, ...["react", "server-rendered"].map(inDevelopment)]) {
	// What apps copy; examples.ts opens each recipe in all engines.
	journeysIn(["Chromium"], `the recipe ${name}`, ({ it }) => {
		it("sends each signal once, and shows that it is on its way", async (site) => {
			const page = await visit(name, site);
			await page.evaluate(watchOutput);
			for (const signal of ["start", "pause"]) {
				// A second click changes nothing while the first is pending.
				await page.evaluate((id) => {
					const button = document.getElementById(id);
					new MutationObserver((_, observer) => {
						observer.disconnect();
						button?.click();
					}).observe(document.body, { attributes: true, attributeFilter: ["aria-busy"], subtree: true });
					button?.click();
				}, signal);
				await page.waitFor(
					(text) => document.querySelector("output")?.textContent?.includes(text),
					`${signal}_chatbot`,
				);
			}
			const pending = "true On its way …";
			const shown = [pending, "false start_chatbot sent", pending, "false pause_chatbot sent"];
			expect(await page.evaluate(() => notes)).toEqual(shown);
			await expectTold(name, page, START, PAUSE);
		});

		it("shows a signal of the page before as pending, and delivers it once", async (site) => {
			const page = await visit(name, site);
			await page.leave(() => {
				// Not delivered before the page is left, however long the next one takes.
				fakeCrisp.drop();
				document.getElementById("start")?.click();
				// There it is taken over when Crisp has joined: late enough to be watched.
				setTimeout(() => location.assign("?joinDelay=15000"), 300);
			});
			await page.waitFor(() => document.querySelector("output") !== null);
			await page.evaluate(watchOutput);
			await expectTold(name, page, START);
			expect(await page.evaluate(() => notes)).toEqual(["true On its way …", "false start_chatbot sent"]);
		});

		it("shows that the visitor asked for a colleague, until a start is delivered", async (site) => {
			const page = await visit(name, site);
			await page.evaluate(() => fakeCrisp.pause("human"));
			await page.reload();
			await page.waitFor(() => document.querySelector("p[role=status]")?.textContent === "You asked for a colleague.");
			await page.click("#start");
			await page.waitFor(() => document.querySelector("p[role=status]")?.textContent === "");
			await expectTold(name, page, START);
		});

		it("shows why a signal was not sent, until another one is", async (site) => {
			const page = await visit(name, site);
			await page.evaluate(() => {
				const { push, set } = window.$crisp;
				const fail = () => {
					throw new Error("Crisp is broken");
				};
				const failOnce = () => {
					Object.assign(window.$crisp, { push, set });
					fail();
				};
				Object.assign(window.$crisp, { push: fail, set: failOnce });
			});
			await page.click("#start");
			await page.waitFor(() => document.querySelector("output")?.textContent?.includes("Not sent: WRITE_FAILED"));
			await expectNoErrors(name, page);
			await page.click("#start");
			await page.waitFor(() => document.querySelector("output")?.textContent?.includes("start_chatbot sent"));
			await expectTold(name, page, START);
		});
	});
}

journeysIn(["Chromium"], "the component of the recipe", ({ it }) => {
	for (const name of Object.keys(MOUNTS)) {
		it(`${name} listens as long as it is on the page`, async (site) => {
			const page = await site.visitJoined({ artifact: "none" });
			await page.evaluate((src) => {
				document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
			}, `/${name}-mounted/app.js`);
			await page.waitFor(() => document.querySelector("output") && window.subscriptions > 0);
			await page.evaluate(() => window.unmount());
			await page.waitFor(() => !document.querySelector("output") && window.subscriptions === 0);
			expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);
		});
	}
});

describe.concurrent("the server of the recipe server-rendered", () => {
	it.concurrent.each([
		["as built", ["server.js"]],
		["from its sources", ["server.js", "--dev"]],
	])("%s, sends the buttons as HTML and all scripts, and reports nothing", async (_how, args) => {
		const server = await startNode(args, { PORT: "0" });
		try {
			const html = await (await fetch(server.url)).text();
			expect(html).toContain('<button type="button" id="start" aria-busy="false" aria-disabled="false">');
			expect(html).toContain('<button type="button" id="pause" aria-busy="false" aria-disabled="false">');
			for (const [, path = ""] of html.matchAll(/<script[^>]* src="([^"]*)"/g)) {
				const { status } = await fetch(new URL(path.replaceAll("&amp;", "&"), server.url));
				expect([path, status]).toEqual([path, 200]);
			}
			expect(server.stderr).toBe("");
		} finally {
			server.stop();
		}
	});
});
