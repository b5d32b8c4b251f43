import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

journeys("a signal survives", ({ it }) => {
	for (const at of [700, 1200]) {
		it(`a new session ${at} ms after the call`, async (site) => {
			// Longer than Crisp's 500 ms, so that the value does not reach the new session by itself.
			const page = await site.visitJoined({ crisp: { joinDelay: 1000 } });
			await page.evaluate((at) => {
				void signals.startChatbot();
				setTimeout(() => window.$crisp.push(["do", "session:reset"]), at);
			}, at);
			await expectTold(page, START);
		});
	}

	it("another writer of the same key", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			void signals.startChatbot();
			setTimeout(() => window.$crisp.push(["set", "session:data", ["enum", "mine"]]), 700);
		});
		await expectTold(page, START);
	});

	it("a clock that is set back by an hour, and a reload after it", async (site) => {
		const page = await site.visitJoined();
		await page.leave(() => {
			void signals.startChatbot();
			setTimeout(() => {
				const { now } = Date;
				Date.now = () => now() - 3_600_000;
			}, 500);
			setTimeout(() => location.reload(), 700);
		});
		await page.waitFor(() => window.isReady);
		await expectTold(page, START);
	});

	it("a clock that is set back by an hour in the middle of the call", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			void signals.startChatbot();
			setTimeout(() => {
				const { now } = Date;
				Date.now = () => now() - 3_600_000;
			}, 700);
		});
		await expectTold(page, START);
	});

	it("localStorage that throws", async (site) => {
		const page = await site.visitJoined({ brokenStorage: true });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		expect(await page.evaluate(() => errors)).toEqual([]);
	});

	it("an element whose id is $crisp", async (site) => {
		const page = await site.visit({ crispComes: "later" });
		await page.evaluate(() => {
			document.body.append(Object.assign(document.createElement("form"), { id: "$crisp" }));
			void signals.startChatbot();
			setTimeout(() => fakeCrisp.install(), 1000);
		});
		await expectTold(page, START);
		expect(await page.evaluate(() => errors)).toEqual([]);
	});
});
