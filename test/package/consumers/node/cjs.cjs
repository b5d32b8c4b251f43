const globalsBefore = Reflect.ownKeys(globalThis);
const signals = require("crisp-signals");
const testing = require("crisp-signals/testing");
const globals = Reflect.ownKeys(globalThis).filter((key) => !globalsBefore.includes(key));

// Nobody handles this one.
signals.pauseChatbot();
const undo = signals.onPaused(() => {});
undo();

signals
	.startChatbot()
	.catch((error) => error instanceof signals.SignalError && error.code)
	.then((code) => {
		console.log(
			JSON.stringify({
				names: Object.keys(signals),
				testingNames: Object.keys(testing),
				globals: globals.map(String),
				code,
			}),
		);
	});
