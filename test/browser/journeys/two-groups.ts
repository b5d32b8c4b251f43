import { expect } from "vitest";
import type { Page } from "../engines/browser.js";
import { journeysIn, type Site } from "../journey.js";
import { PAUSE, START } from "../told.js";

async function open(site: Site, path: string, segment: "new" | "advanced") {
	const page = await site.newTab();
	await page.open(site.urlOf(`two-groups/${path}`));
	await page.waitFor(() => window.fakeCrisp?.isJoined);
	if (segment === "advanced") await page.click("[value=advanced]");
	await page.waitFor((segment) => fakeCrisp.isJoined && `${fakeCrisp.segments}` === segment, segment);
	return page;
}

const write = (page: Page, text: string) =>
	page.evaluate((text) => {
		(document.querySelector("[name=message]") as HTMLInputElement).value = text;
		document.querySelector<HTMLElement>("#chat [type=submit]")?.click();
	}, text);

const waitForText = (page: Page, selector: string, text: string) =>
	page.waitFor((selector, text) => document.querySelector(selector)?.textContent?.includes(text), selector, text);

/** Enum's commands in order, as soon as no signal is on its way and the page shows the last one. */
async function readTold(page: Page, last: string) {
	await waitForText(page, "#told", last);
	await page.waitFor(
		() => (window as never as { CrispSignals: Window["signals"] }).CrispSignals.getState().pending === 0,
	);
	return page.evaluate(() => fakeCrisp.told);
}

const expectNoErrors = async (page: Page) =>
	expect(await page.evaluate(() => [errors, consoleErrors])).toEqual([[], []]);

/** The choice of an advanced visitor, with a click on its picker's button. */
async function choose(page: Page, choice: string) {
	await write(page, "How do I export my data?");
	await page.waitFor((value) => !!document.querySelector(`#messages [value="${value}"]`), choice);
	await page.click(`#messages [value="${choice}"]`);
}

journeysIn(["Chromium"], "two groups of visitors:", ({ it }) => {
	for (const path of ["", "in-the-chat.html"]) {
		it(`a new one gets the chatbot with the first message, once, also over a reload (/${path})`, async (site) => {
			const page = await open(site, path, "new");
			expect(await page.evaluate(() => document.querySelector("#told")?.textContent)).toBe("nothing");
			await write(page, "Hello");
			expect(await readTold(page, START)).toEqual([START]);
			await waitForText(page, "#status", "Enum answers");
			await page.reload();
			await page.waitFor(() => window.fakeCrisp?.isJoined);
			await write(page, "Are you there?");
			// Had the second message sent a start, it would stand before this pause.
			await page.evaluate(() => {
				void (window as never as { CrispSignals: Window["signals"] }).CrispSignals.pauseChatbot();
			});
			expect(await readTold(page, PAUSE)).toEqual([START, PAUSE]);
			await expectNoErrors(page);
		});
	}

	it("an advanced one writes, and chooses on the page", async (site) => {
		const page = await open(site, "", "advanced");
		await write(page, "Hello");
		await waitForText(page, "#messages", "Hello");
		await page.click("#pause");
		expect(await readTold(page, PAUSE)).toEqual([PAUSE]);
		await page.click("#start");
		expect(await readTold(page, START)).toEqual([PAUSE, START]);
		await expectNoErrors(page);
	});

	it("only an advanced one is offered the choice on the page", async (site) => {
		const page = await open(site, "", "new");
		const readDisplay = () => getComputedStyle(document.querySelector(".offer") as Element).display;
		expect(await page.evaluate(readDisplay)).toBe("none");
		await page.click("[value=advanced]");
		expect(await page.evaluate(readDisplay)).toBe("block");
	});

	for (const [choice, signal] of [
		["enum:start_chatbot", START],
		["enum:pause_chatbot", PAUSE],
	] as const) {
		it(`an advanced one chooses in the chat, and Enum is told once (${choice})`, async (site) => {
			const page = await open(site, "in-the-chat.html", "advanced");
			await choose(page, choice);
			expect(await readTold(page, signal)).toEqual([signal]);
			expect(await page.evaluate(() => fakeCrisp.enumLog)).toEqual([]);
			await expectNoErrors(page);
		});
	}

	it("a button id and session data for the same click tell Enum twice, and the page says so", async (site) => {
		const page = await open(site, "in-the-chat.html", "advanced");
		const readAlert = () => getComputedStyle(document.querySelector(".told-twice") as Element).display;
		expect(await page.evaluate(readAlert)).toBe("none");
		await page.click("#wrong");
		await choose(page, "enum:start_chatbot");
		expect(await readTold(page, `${START}, ${START}`)).toEqual([START, START]);
		expect(await page.evaluate(readAlert)).toBe("block");
	});

	it("the visitor is the same on the next page, with the segment that was set", async (site) => {
		const page = await open(site, "", "advanced");
		await page.open(site.urlOf("two-groups/in-the-chat.html"));
		await page.waitFor(() => window.fakeCrisp?.isJoined);
		await choose(page, "enum:start_chatbot");
		expect(await readTold(page, START)).toEqual([START]);
		expect(await page.evaluate(() => fakeCrisp.segments)).toEqual(["advanced"]);
	});

	it("the switch begins a conversation of its own", async (site) => {
		const page = await open(site, "in-the-chat.html", "new");
		await write(page, "Hello");
		await readTold(page, START);
		await page.click("[value=advanced]");
		await waitForText(page, "#told", "nothing");
		await waitForText(page, "#segments", "advanced");
		await choose(page, "enum:pause_chatbot");
		expect(await readTold(page, PAUSE)).toEqual([START, PAUSE]);
		await expectNoErrors(page);
	});
});
