import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, journeysIn, type Site } from "../journey.js";

interface Report {
	summary: string;
	client: string;
	userAgent: string;
	wire: string;
	rows: { id: string; seen: string; state: string }[];
}

/** What is different, and cannot be seen for that reason. */
const VARIANTS = {
	copies: { differs: ["live", "delete"], unseen: ["object", "takes"], meaning: "for two minutes" },
	window: { differs: ["window"], unseen: [], meaning: "Signals still arrive" },
	strings: { differs: ["number"], unseen: [], meaning: "No harm: as text, both are the same." },
	binary: {
		differs: ["frames"],
		unseen: ["merge", "equal", "delete", "dead", "resends", "order", "lost-start"],
		meaning: "This page cannot tell what is sent",
	},
};

/** The minutes of waiting pass at once. */
const openCheck = async (site: Site, query = "") => {
	const page = await site.newTab();
	await page.open(site.urlOf(`check/${query}`));
	await page.waitFor(() => document.querySelectorAll("#rows li").length > 0);
	await page.evaluate(() => {
		const script = Object.assign(document.createElement("script"), { type: "module", src: "/clock.js" });
		document.body.append(script);
	});
	await page.waitFor(() => typeof window.pass === "function");
	return page;
};

const run = (page: Page, button: string, count: number): Promise<Report> =>
	page
		.evaluate((button) => document.querySelector<HTMLElement>(button)?.click(), button)
		.then(() =>
			page.waitFor(async (count) => {
				for (let step = 0; step < 500; step++) await window.pass(10);
				const { value } = document.querySelector("#json") as HTMLTextAreaElement;
				return value && JSON.parse(value).rows.length === count && JSON.parse(value);
			}, count),
		);

const runAll = (page: Page) => run(page, "#setup button", 18);

const idsOf = ({ rows }: Report, state: string) => rows.filter((row) => row.state === state).map(({ id }) => id);

const textOf = (page: Page, selector: string) =>
	page.evaluate((selector) => document.querySelector(selector)?.textContent, selector);

const expectNoErrors = async (page: Page) =>
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);

journeys("the check page", ({ it }) => {
	it("finds that all of it holds on a Crisp that behaves as observed", async (site) => {
		const page = await openCheck(site);
		const report = await runAll(page);
		expect([idsOf(report, "differs"), idsOf(report, "unseen")]).toEqual([[], []]);
		expect(report).toMatchObject({ summary: "All 18 hold on the fake.", wire: "text frames of socket.io" });
		expect(report.userAgent).toContain("Mozilla");
		expect(await textOf(page, "#summary")).toBe(report.summary);
		await expectNoErrors(page);
	});

	it("writes its own key only, and Enum's when it is told to", async (site) => {
		const page = await openCheck(site);
		await page.evaluate(() => {
			function watch({ JSON: json }: typeof globalThis) {
				const { stringify } = json;
				// What each frame of the fake is made of.
				json.stringify = (value: unknown, ...rest: []) => {
					if (Array.isArray(value) && value[0] === "session:set_data") notes.push(...Object.keys(value[1]));
					return stringify(value, ...rest);
				};
			}
			watch(globalThis);
			// A second client is in a frame.
			const onLoad = ({ target }: Event) => {
				if (target instanceof HTMLIFrameElement) watch(target.contentWindow as unknown as typeof globalThis);
			};
			document.addEventListener("load", onLoad, true);
		});
		await runAll(page);
		expect([...new Set(await page.evaluate(() => notes as string[]))]).toEqual(["crisp-signals-check"]);
		const report = await run(page, "#tell", 19);
		expect(report.rows.at(-1)).toMatchObject({ id: "enum", seen: "start, pause", state: "holds" });
		expect([...new Set(await page.evaluate(() => notes as string[]))]).toEqual(["crisp-signals-check", "enum"]);
	});
});

journeysIn(["Chromium"], "the check page", ({ it }) => {
	for (const [variant, { differs, unseen, meaning }] of Object.entries(VARIANTS)) {
		it(`finds and names what is different on a fake: ${variant}`, async (site) => {
			const page = await openCheck(site, `?fake=${variant}`);
			const report = await runAll(page);
			expect([idsOf(report, "differs"), idsOf(report, "unseen")]).toEqual([differs, unseen]);
			const verb = differs.length === 1 ? "differs" : "differ";
			expect(report.summary).toContain(`${differs.length} ${verb} on ${report.client}`);
			expect(await textOf(page, "#meanings")).toContain(meaning);
			expect(await page.evaluate(() => document.querySelectorAll("[data-state=differs]").length)).toBe(differs.length);
			await expectNoErrors(page);
		});
	}

	it("says that Crisp did not come, and runs nothing else", async (site) => {
		const page = await openCheck(site, "?website=00000000-0000-0000-0000-000000000000");
		// As a blocker does it, and without a network.
		await page.evaluate(() => {
			HTMLHeadElement.prototype.append = () => {};
			window.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
		});
		const report = await runAll(page);
		expect(report.rows[0]).toMatchObject({ id: "array", state: "differs", seen: "No client within 30 s" });
		expect(idsOf(report, "unseen")).toHaveLength(17);
		expect(await page.evaluate(() => document.querySelector<HTMLElement>("#enum")?.hidden)).toBe(true);
		await expectNoErrors(page);
	});
});

const COMMAND = fileURLToPath(new URL("../../../scripts/check-crisp.mjs", import.meta.url));

async function runCommand(...args: string[]) {
	const command = spawn(process.execPath, [COMMAND, ...args]);
	const output = Promise.all([text(command.stdout), text(command.stderr)]);
	const [code] = await once(command, "close");
	return { code, output: (await output).join("") };
}

journeysIn(["Chromium"], "the check without a window", ({ it, meanwhile }) => {
	meanwhile("ends with 1 where something differs, and names it, in real time", async () => {
		const { code, output } = await runCommand("--fake", "copies");
		expect(output).toContain("✗ Deleting takes, and sends nothing: It is still there");
		expect(output).toContain("for two minutes");
		expect(JSON.parse(output.trim().split("\n").at(-1) ?? "").userAgent).not.toContain("Headless");
		expect(code).toBe(1);
	});

	it("ends with 2 where it is not told which Crisp", async () => {
		for (const args of [[], ["one", "two"], ["--fake", "nope"], ["--nope"]]) {
			const { code, output } = await runCommand(...args);
			expect(output).toContain("Usage: npm run check:crisp");
			expect(code).toBe(2);
		}
	});
});
