import { expectTypeOf } from "vitest";
import {
	type Bindable,
	bindButtons,
	type Chatbot,
	type ChatbotOptions,
	type ChatbotPause,
	type ChatbotState,
	configure,
	createChatbot,
	getServerState,
	getState,
	onPaused,
	pauseChatbot,
	receive,
	type Signal,
	SignalError,
	type SignalErrorCode,
	type SignalOptions,
	type SignalReceipt,
	startChatbot,
	subscribe,
	type UndoOptions,
} from "../../src/index.js";

expectTypeOf(startChatbot).toEqualTypeOf<(options?: SignalOptions) => Promise<SignalReceipt>>();
expectTypeOf(pauseChatbot).toEqualTypeOf<typeof startChatbot>();
expectTypeOf(receive).toEqualTypeOf<(value: unknown) => boolean>();
expectTypeOf(getState).toEqualTypeOf<() => ChatbotState>();
expectTypeOf(getServerState).toEqualTypeOf<() => ChatbotState>();
expectTypeOf(subscribe).toEqualTypeOf<(listener: () => void, options?: UndoOptions) => () => void>();
expectTypeOf(configure).toEqualTypeOf<(options?: ChatbotOptions) => void>();
expectTypeOf(createChatbot).toEqualTypeOf<(options?: ChatbotOptions) => Chatbot>();
expectTypeOf(bindButtons).toEqualTypeOf<(root?: Bindable, options?: UndoOptions) => () => void>();
expectTypeOf(onPaused).returns.toEqualTypeOf<() => void>();

expectTypeOf<SignalReceipt>().toEqualTypeOf<{
	signal: "start_chatbot" | "pause_chatbot";
	confirmed: boolean;
	attempts: number;
	elapsed: number;
}>();
expectTypeOf<ChatbotState>().toEqualTypeOf<{
	readonly ready: boolean;
	readonly pending: number;
	readonly last: Signal | null;
	readonly pause: ChatbotPause | null;
	readonly error: SignalError | null;
}>();
expectTypeOf<SignalError["code"]>().toEqualTypeOf<SignalErrorCode>();
expectTypeOf<ChatbotPause["source"]>().toEqualTypeOf<"session" | "relay" | "received">();

// Any reason may come, but the known one is offered.
expectTypeOf<"human">().toExtend<ChatbotPause["reason"]>();
expectTypeOf<"schedule">().toExtend<ChatbotPause["reason"]>();

startChatbot({ timeout: 20_000, signal: AbortSignal.timeout(100) });
onPaused(({ reason }) => reason.toUpperCase(), { signal: AbortSignal.timeout(100) });
bindButtons(document);
bindButtons(document.createElement("div").attachShadow({ mode: "open" }));

// @ts-expect-error: ms are a number
startChatbot({ timeout: "20s" });
// @ts-expect-error: there is no such option
configure({ retries: 3 });
// @ts-expect-error: a listener gets one pause, not a reason and a value
onPaused((_reason: string, _value: string) => {});
// @ts-expect-error: a window is no root, its document is
bindButtons(window);
// @ts-expect-error: state is a snapshot; it is changed by signals
getState().pending = 0;
// @ts-expect-error: codes are a closed set
new SignalError("OOPS", "start_chatbot");
