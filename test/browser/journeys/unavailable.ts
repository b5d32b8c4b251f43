import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, PAUSE, START } from "../told.js";

journeys("Crisp", ({ it }) => {
	it("that is blocked rejects a signal at its timeout, and nothing else happens", async (site) => {
		const page = await site.visit({ options: { timeout: 2000 }, crisp: { blocked: true } });
		const codes = page.evaluate(async () => {
			document.querySelector<HTMLElement>("#start")?.click();
			void signals.pauseChatbot();
			return await signals.startChatbot().catch(({ code }) => code);
		});
		expect(await codes).toBe("CRISP_UNAVAILABLE");
		const state = () => document.querySelector("#start")?.getAttribute("data-crisp-signal-state");
		expect(await page.evaluate(state)).toBe("failed");
		expect(await page.evaluate(() => [signals.getState().pending, window.$crisp, errors])).toEqual([0, [], []]);
	});

	it("that comes with consent after the timeout gets the new signal, not the old one", async (site) => {
		const page = await site.visit({ options: { timeout: 2000 }, crispComes: "later" });
		const code = await page.evaluate(() => signals.startChatbot().catch(({ code }) => code));
		expect(code).toBe("CRISP_UNAVAILABLE");
		await page.evaluate(() => fakeCrisp.install());
		await page.waitFor(() => fakeCrisp.isJoined);
		await page.evaluate(() => void signals.pauseChatbot({ timeout: 20_000 }));
		await expectTold(page, PAUSE);
	});

	it("whose snippet runs after the call gets the signal", async (site) => {
		const page = await site.visit({ crispComes: "later" });
		await page.evaluate(() => {
			void signals.startChatbot();
			window.$crisp = [];
			fakeCrisp.runScript();
		});
		await expectTold(page, START);
	});

	it("whose snippet runs again in the middle of a call gets the signal once", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			void signals.startChatbot();
			setTimeout(() => fakeCrisp.reload(), 700);
		});
		await expectTold(page, START);
	});

	it("that drops every write in silence rejects a signal with TIMEOUT", async (site) => {
		const page = await site.visitJoined({ crisp: { socket: false }, options: { timeout: 4000 } });
		expect(await page.evaluate(() => signals.startChatbot().catch(({ code }) => code))).toBe("TIMEOUT");
		expect(await page.evaluate(() => [fakeCrisp.told, errors])).toEqual([[], []]);
	});

	it("that throws rejects a signal with WRITE_FAILED, and gets the next one", async (site) => {
		const page = await site.visitJoined();
		const failure = await page.evaluate(async () => {
			const { push, set } = window.$crisp;
			const fail = () => {
				throw new Error("Crisp is broken");
			};
			Object.assign(window.$crisp, { push: fail, set: fail });
			const failure = await signals.startChatbot().catch(({ code, cause }) => `${code}: ${cause}`);
			Object.assign(window.$crisp, { push, set });
			void signals.pauseChatbot();
			return failure;
		});
		expect(failure).toBe("WRITE_FAILED: Error: Crisp is broken");
		await expectTold(page, PAUSE);
	});
});
