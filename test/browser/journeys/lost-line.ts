import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

/** Runs in the page: the line is lost so many ms after the library's nth write. */
function loseLine(write: number, wait: number, outage: number) {
	const { $crisp } = window;
	const push = $crisp.push;
	let count = 0;
	$crisp.push = (command: unknown[]) => {
		push(command);
		count += 1;
		if (count !== write) return;
		setTimeout(() => {
			fakeCrisp.drop();
			notes.push("lost");
			setTimeout(() => fakeCrisp.restore(), outage);
		}, wait);
	};
	void signals.startChatbot();
}

journeys("a line that is lost", ({ it }) => {
	it("before the call and back after 20 s delays the signal", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(() => {
			fakeCrisp.drop();
			void signals.startChatbot();
			setTimeout(() => fakeCrisp.restore(), 20_000);
		});
		await expectTold(page, START);
	});

	it("during the call and back after 20 s delays the signal", async (site) => {
		const page = await site.visitJoined();
		await page.evaluate(loseLine, 1, 100, 20_000);
		await expectTold(page, START);
		expect(await page.evaluate(() => notes)).toEqual(["lost"]);
	});

	for (const [step, write, wait] of [
		["during the hold", 1, 700],
		["between the value and its confirmation", 2, 0],
		["while the signal is not proven", 2, 1000],
	] as const) {
		it(`${step} neither loses the signal nor tells it twice`, async (site) => {
			const page = await site.visitJoined({ crisp: { reconnectDelay: 1000 } });
			await page.evaluate(loseLine, write, wait, 3000);
			await page.waitFor(() => notes.length && fakeCrisp.isConnected);
			await expectTold(page, START);
		});
	}

	it("after a human took over does not start the chatbot again", async (site) => {
		const page = await site.visitJoined({ crisp: { reconnectDelay: 1000 } });
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		await page.evaluate(() => {
			fakeCrisp.pause("human");
			fakeCrisp.drop();
			fakeCrisp.restore();
		});
		await page.waitFor(() => fakeCrisp.isConnected);
		await expectTold(page, START);
	});
});
