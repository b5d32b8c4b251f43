import { expect } from "vitest";
import { startServer } from "../../../examples/server.mjs";
import { onEnd } from "../../on-end.js";
import { journeysIn } from "../journey.js";

journeysIn(["Chromium"], "the page of all pages", ({ it }) => {
	it("says what is being built, and links it as soon as it is there", async (site) => {
		let finish = () => {};
		const built = new Promise<void>((resolve) => {
			finish = resolve;
		});
		const { url, stop } = await startServer({ built } as object);
		onEnd(stop);
		const page = await site.newTab();
		await page.open(`${url}/`);
		const readLinks = () =>
			[...document.querySelectorAll("main a:any-link strong")].map(({ textContent }) => textContent);
		await page.waitFor(() => document.querySelector("em")?.textContent === "being built …");
		const before = await page.evaluate(readLinks);
		expect(before).toContain("Playground");
		expect(before).not.toContain("React");
		finish();
		await page.waitFor(
			() => ![...document.querySelectorAll("em")].some(({ textContent }) => textContent === "being built …"),
		);
		// The guides may not have been built before the tests.
		expect(await page.evaluate(readLinks)).toEqual(expect.arrayContaining([...before, "React", "Server-rendered"]));
	});
});
