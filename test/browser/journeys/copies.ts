import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeys, type Site } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

type Library = Window["signals"];

declare const one: Library;
declare const two: Library;

/** How a page gets two copies of the library, which are then `one` and `two`. Each runs in the page. */
const COPIES = {
	"the script tag and npm": async () => {
		await window.loadSignals("min");
		Object.assign(window, { one: signals, two: await loadModule("/index.js") });
	},
	"npm and the script tag": async () => {
		Object.assign(window, { one: await loadModule("/index.js") });
		await window.loadSignals("min");
		Object.assign(window, { two: signals });
	},
	"npm twice in one bundle": async () => {
		Object.assign(window, await loadModule("/twice.js"));
	},
	"a module that is evaluated anew, as by a hot reload": async () => {
		Object.assign(window, { one: await loadModule("/index.js?t=1"), two: await loadModule("/index.js?t=2") });
	},
	"the file twice": async () => {
		await window.loadSignals("min");
		Object.assign(window, { one: signals });
		await window.loadSignals("min");
		Object.assign(window, { two: signals });
	},
};

async function visit(site: Site, load: () => Promise<void>): Promise<Page> {
	const page = await site.visitJoined({ artifact: "none", isBound: false });
	await page.evaluate(async () => {
		const { warn } = console;
		console.warn = (...args) => {
			notes.push(args.join(" "));
			warn(...args);
		};
	});
	await page.evaluate(load);
	await page.evaluate(() => void Object.assign(window, { signals: one }));
	return page;
}

journeys("of two copies on one page", ({ it }) => {
	for (const [how, load] of Object.entries(COPIES)) {
		it(`(${how}) all is one: errors, listeners, queue, state and buttons`, async (site) => {
			const page = await visit(site, load);

			const known = await page.evaluate(async () => {
				const signal = AbortSignal.abort();
				const errors = await Promise.all(
					[one, two].map((copy) => copy.startChatbot({ signal }).catch((error) => error)),
				);
				return errors.map((error) => [error instanceof one.SignalError, error instanceof two.SignalError, error.code]);
			});
			expect(known).toEqual([
				[true, true, "ABORTED"],
				[true, true, "ABORTED"],
			]);

			const told = await page.evaluate(async () => {
				const told: string[] = [];
				document.addEventListener("crisp-signal:paused", () => told.push("document"));
				one.onPaused(({ reason }) => told.push(`one: ${reason}`));
				two.onPaused(({ reason }) => told.push(`two: ${reason}`));
				one.receive("chatbot_paused:human");
				await null;
				two.receive("chatbot_paused:human");
				two.receive("chatbot_paused:again");
				await null;
				return told;
			});
			const tellings = ["human", "again"].flatMap((reason) => ["document", `one: ${reason}`, `two: ${reason}`]);
			expect(told).toEqual(tellings);

			const states = await page.evaluate(() => {
				void one.startChatbot();
				void two.pauseChatbot();
				void two.startChatbot();
				void one.pauseChatbot();
				return [one.getState() === two.getState(), one.getState().pending];
			});
			expect(states).toEqual([true, 4]);
			await expectTold(page, START, PAUSE, START, PAUSE);

			await page.evaluate(() => {
				document.addEventListener("crisp-signal:sent", () => notes.push("sent"));
				one.bindButtons();
				two.bindButtons(document.body);
			});
			await page.click("#start b");
			await expectTold(page, START, PAUSE, START, PAUSE, START);
			expect(await page.evaluate(() => notes.filter((note) => note === "sent"))).toEqual(["sent"]);
			await page.click("#pause");
			await expectTold(page, START, PAUSE, START, PAUSE, START, PAUSE);
		});
	}

	it("(the file twice) the first one stays, and the second one says so", async (site) => {
		const page = await visit(site, COPIES["the file twice"]);
		expect(await page.evaluate(() => [one === two, notes])).toEqual([
			true,
			["CrispSignals is loaded already. The first one is kept."],
		]);
	});

	it("a signal that is on its way when a module is evaluated anew is told once", async (site) => {
		const page = await site.visitJoined({ artifact: "none" });
		const pending = await page.evaluate(async () => {
			const one = (await loadModule("/index.js?t=1")) as unknown as Library;
			one.bindButtons();
			// Held back until the copy is there.
			one.configure({ delay: 100_000 });
			document.querySelector<HTMLElement>("#start")?.click();
			const two = (await loadModule("/index.js?t=2")) as unknown as Library;
			two.bindButtons();
			document.querySelector<HTMLElement>("#start")?.click();
			Object.assign(window, { signals: two });
			const { pending } = two.getState();
			two.configure({ delay: 600 });
			return pending;
		});
		expect(pending).toBe(1);
		await expectTold(page, START);
	});
});
