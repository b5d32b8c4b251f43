const { startChatbot, pauseChatbot } = require("crisp-signals");
const { createFakeCrisp } = require("crisp-signals/testing");

test("a click starts the chatbot, the next one pauses it", async () => {
	jest.useFakeTimers();
	const crisp = createFakeCrisp({ joinDelay: 300 });
	crisp.install();
	const receipts = Promise.all([startChatbot(), pauseChatbot()]);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(await receipts).toMatchObject([{ confirmed: true }, { confirmed: true }]);
	expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	crisp.unload();
});
