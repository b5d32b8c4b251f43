const globalsBefore = Reflect.ownKeys(globalThis);
const signals = await import("crisp-signals");
const testing = await import("crisp-signals/testing");
const server = await import("crisp-signals/server");
const globals = Reflect.ownKeys(globalThis).filter((key) => !globalsBefore.includes(key));

const relay = server.createRelay({ secret: "s" });
const { status } = await relay.fetch(new Request("https://shop.example/", { method: "PUT" }));
await relay.close();

// Nobody handles this one.
signals.pauseChatbot();
const undo = signals.onPaused(() => {});
undo();

console.log(
	JSON.stringify({
		names: Object.keys(signals),
		testingNames: Object.keys(testing),
		serverNames: Object.keys(server),
		status,
		globals: globals.map(String),
		code: await signals.startChatbot().catch((error) => error instanceof signals.SignalError && error.code),
	}),
);
