import { onPaused, startChatbot } from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import { expect, test, vi } from "vitest";

test("Enum starts, and hands over to a human", async () => {
	vi.useFakeTimers();
	const crisp = createFakeCrisp({ joinDelay: 300 });
	crisp.install();
	const receipt = startChatbot();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(await receipt).toMatchObject({ signal: "start_chatbot", confirmed: true });
	expect(crisp.told).toEqual(["start_chatbot"]);

	crisp.pause("human");
	crisp.reload();
	const pauses = [];
	onPaused(({ reason }) => pauses.push(reason));
	await vi.advanceTimersByTimeAsync(10_000);
	expect(pauses).toEqual(["human"]);
	crisp.unload();
});
