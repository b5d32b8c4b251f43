const globalsBefore = Reflect.ownKeys(globalThis);
const signals = require("crisp-signals");
const testing = require("crisp-signals/testing");
const server = require("crisp-signals/server");
const globals = Reflect.ownKeys(globalThis).filter((key) => !globalsBefore.includes(key));

// Nobody handles this one.
signals.pauseChatbot();
const undo = signals.onPaused(() => {});
undo();

const relay = server.createRelay({ secret: "s" });
const answered = relay.fetch(new Request("https://shop.example/", { method: "PUT" }));
const failed = signals.startChatbot().catch((error) => error instanceof signals.SignalError && error.code);
Promise.all([failed, answered]).then(([code, { status }]) => {
	console.log(
		JSON.stringify({
			names: Object.keys(signals),
			testingNames: Object.keys(testing),
			serverNames: Object.keys(server),
			status,
			globals: globals.map(String),
			code,
		}),
	);
});
