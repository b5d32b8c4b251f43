import { expect } from "vitest";
import { journeys } from "../journey.js";
import { expectTold, START } from "../told.js";

const EVENTS = [
	...["session:loaded", "chat:initiated", "chat:opened", "chat:closed", "message:sent", "message:received"],
	...["message:compose:sent", "message:compose:received", "user:email:changed", "user:phone:changed"],
	...["user:nickname:changed", "user:avatar:changed", "website:availability:changed", "helpdesk:queried"],
];

/** Those that the fake can be made to fire. */
const FIRED = EVENTS.slice(0, 6);

journeys("the site's own code", ({ it }) => {
	it("keeps its handlers for every event of Crisp", async (site) => {
		const page = await site.visit({ crispComes: "later" });
		await page.evaluate((events) => {
			fakeCrisp.install();
			for (const event of events) window.$crisp.push(["on", event, () => notes.push(event)]);
			void signals.startChatbot();
			signals.onPaused(() => {});
		}, EVENTS);
		await expectTold(page, START);
		await page.evaluate(() => {
			window.$crisp.push(["do", "chat:open"]);
			window.$crisp.push(["do", "message:send", ["text", "Hello"]]);
			window.$crisp.push(["do", "message:show", ["text", "Hello"]]);
			window.$crisp.push(["do", "chat:close"]);
		});
		expect((await page.evaluate(() => notes)).sort()).toEqual([...FIRED].sort());
		expect(await page.evaluate(() => fakeCrisp.handlers)).toEqual(EVENTS);
		const pushed = await page.evaluate(() => fakeCrisp.pushed.map(({ command }) => command[0]));
		expect(pushed.filter((action) => action === "on" || action === "off")).toEqual(EVENTS.map(() => "on"));
	});

	it("gets a clear error for what is wrong, and nothing is sent or lost", async (site) => {
		const page = await site.visitJoined();
		const messages = await page.evaluate(() => {
			const attempts = [
				() => signals.configure({ delay: 10 }),
				() => signals.configure({ key: "a b" }),
				() => signals.onPaused(42 as never),
				() => signals.startChatbot({ timeout: -1 }),
			];
			return attempts.map((attempt) => {
				try {
					return attempt();
				} catch (error) {
					return String(error);
				}
			});
		});
		expect(messages).toEqual([
			expect.stringMatching(/^TypeError: Expected delay .*got 10$/),
			expect.stringMatching(/^TypeError: Expected key .*got a b$/),
			expect.stringMatching(/^TypeError: Expected listener .*got 42$/),
			expect.stringMatching(/^TypeError: Expected timeout .*got -1$/),
		]);
		expect(await page.evaluate(() => [signals.receive(42), fakeCrisp.pushed])).toEqual([false, []]);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
	});

	it("has one timer running while nothing is pending, whoever listens", async (site) => {
		const page = await site.visitJoined();
		expect(await page.evaluate(() => timers.size)).toBe(1);
		const sizes = await page.evaluate(async () => {
			const undos = [signals.onPaused(() => {}), signals.subscribe(() => {})];
			await null;
			const listening = timers.size;
			for (const undo of undos) undo();
			return [listening, timers.size];
		});
		expect(sizes).toEqual([1, 1]);
		await page.evaluate(() => void signals.startChatbot());
		await expectTold(page, START);
		await page.waitFor(() => timers.size === 1);
	});
});
