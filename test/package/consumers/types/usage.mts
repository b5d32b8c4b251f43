import {
	type ChatbotOptions,
	type ChatbotPause,
	type ChatbotState,
	configure,
	getState,
	onPaused,
	SignalError,
	type SignalErrorCode,
	startChatbot,
} from "crisp-signals";
import { createRelay, type Relay, type RelayServerOptions } from "crisp-signals/server";
import { createFakeCrisp, type FakeCrisp } from "crisp-signals/testing";

const timeout: number | undefined = Math.random() > 0.5 ? 20_000 : undefined;
const options: ChatbotOptions = { timeout, debug: true };
configure(options);

const sent: Promise<void> = startChatbot({ timeout, signal: AbortSignal.timeout(100) });
await sent;

const { error }: ChatbotState = getState();
const code: SignalErrorCode | undefined = error?.code;
code?.toLowerCase();

const undo: () => void = onPaused((pause: ChatbotPause) => pause.reason.toUpperCase(), { signal: undefined });
undo();

startChatbot().catch((error: unknown) => {
	if (error instanceof SignalError && error.code === "CRISP_UNAVAILABLE") throw error.cause;
});

const crisp: FakeCrisp = createFakeCrisp({ joinDelay: timeout });
crisp.told.join();

const relayOptions: RelayServerOptions = { secret: ["new", "old"], heartbeat: timeout };
const relay: Relay = createRelay(relayOptions);
const response: Response = await relay.fetch(new Request("https://shop.example/"));
response.status.toFixed();

// @ts-expect-error: ms are a number; where the types are not found, nothing is wrong here
startChatbot({ timeout: "20s" });
// @ts-expect-error: there is no such option
createFakeCrisp({ speed: 2 });
// @ts-expect-error: there is no such option
createRelay({ sekret: "s" });
