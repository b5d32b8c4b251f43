import signals = require("crisp-signals");
import testing = require("crisp-signals/testing");

const receipt: Promise<signals.SignalReceipt> = signals.startChatbot({ timeout: 20_000 });
receipt.catch((error: unknown) => error instanceof signals.SignalError && error.code);

const crisp: testing.FakeCrisp = testing.createFakeCrisp();
crisp.told.join();

// @ts-expect-error: ms are a number; where the types are not found, nothing is wrong here
signals.startChatbot({ timeout: "20s" });
// @ts-expect-error: there is no such option
testing.createFakeCrisp({ speed: 2 });
