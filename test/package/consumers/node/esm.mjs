const globalsBefore = Reflect.ownKeys(globalThis);
const signals = await import("crisp-signals");
const testing = await import("crisp-signals/testing");
const globals = Reflect.ownKeys(globalThis).filter((key) => !globalsBefore.includes(key));

// Nobody handles this one.
signals.pauseChatbot();
const undo = signals.onPaused(() => {});
undo();

console.log(
	JSON.stringify({
		names: Object.keys(signals),
		testingNames: Object.keys(testing),
		globals: globals.map(String),
		code: await signals.startChatbot().catch((error) => error instanceof signals.SignalError && error.code),
	}),
);
