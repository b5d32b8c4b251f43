import signals = require("crisp-signals");
import server = require("crisp-signals/server");
import testing = require("crisp-signals/testing");

const sent: Promise<void> = signals.startChatbot({ timeout: 20_000 });
sent.catch((error: unknown) => error instanceof signals.SignalError && error.code);

const crisp: testing.FakeCrisp = testing.createFakeCrisp();
crisp.told.join();

const relay: server.Relay = server.createRelay({ signingSecret: "s", bus: server.memoryBus() });
relay.close().then(undefined);

// @ts-expect-error: ms are a number; where the types are not found, nothing is wrong here
signals.startChatbot({ timeout: "20s" });
// @ts-expect-error: there is no such option
testing.createFakeCrisp({ speed: 2 });
// @ts-expect-error: there is no such option
server.createRelay({ sekret: "s" });
