import { expectTypeOf } from "vitest";
import {
	type Bindable,
	bindButtons,
	type ChatbotOptions,
	type ChatbotPause,
	type ChatbotState,
	configure,
	connectRelay,
	getServerState,
	getState,
	onPaused,
	type PauseListener,
	pauseChatbot,
	type RelayOptions,
	receive,
	type Signal,
	SignalError,
	type SignalErrorCode,
	type SignalOptions,
	startChatbot,
	subscribe,
	type UndoOptions,
} from "../../src/index.js";

expectTypeOf(startChatbot).toEqualTypeOf<(options?: SignalOptions) => Promise<void>>();
expectTypeOf(pauseChatbot).toEqualTypeOf<typeof startChatbot>();
expectTypeOf(onPaused).toEqualTypeOf<(listener: PauseListener, options?: UndoOptions) => () => void>();
expectTypeOf(receive).toEqualTypeOf<(value: unknown) => boolean>();
expectTypeOf(getState).toEqualTypeOf<() => ChatbotState>();
expectTypeOf(getServerState).toEqualTypeOf<() => ChatbotState>();
expectTypeOf(subscribe).toEqualTypeOf<(listener: () => void, options?: UndoOptions) => () => void>();
expectTypeOf(configure).toEqualTypeOf<(options?: ChatbotOptions) => void>();
expectTypeOf(bindButtons).toEqualTypeOf<(root?: Bindable, options?: UndoOptions) => () => void>();
expectTypeOf(connectRelay).toEqualTypeOf<(url: string | URL, options?: RelayOptions) => () => void>();

expectTypeOf<Signal>().toEqualTypeOf<"start_chatbot" | "pause_chatbot">();
expectTypeOf<SignalOptions>().toEqualTypeOf<{ timeout?: number | undefined; signal?: AbortSignal | undefined }>();
expectTypeOf<UndoOptions>().toEqualTypeOf<{ signal?: AbortSignal | undefined }>();
expectTypeOf<RelayOptions>().toEqualTypeOf<{
	signal?: AbortSignal | undefined;
	withCredentials?: boolean | undefined;
}>();
expectTypeOf<ChatbotOptions>().toEqualTypeOf<{
	delay?: number | undefined;
	timeout?: number | undefined;
	persist?: boolean | undefined;
	debug?: boolean | undefined;
	key?: string | undefined;
}>();
expectTypeOf<ChatbotState>().toEqualTypeOf<{
	readonly ready: boolean;
	readonly pending: number;
	readonly last: Signal | null;
	readonly pause: ChatbotPause | null;
	readonly error: SignalError | null;
}>();
expectTypeOf<SignalErrorCode>().toEqualTypeOf<
	"TIMEOUT" | "CRISP_UNAVAILABLE" | "ABORTED" | "WRITE_FAILED" | "NOT_IN_BROWSER"
>();
expectTypeOf<SignalError["code"]>().toEqualTypeOf<SignalErrorCode>();
expectTypeOf<SignalError>().toExtend<Error>();
expectTypeOf<ChatbotPause["source"]>().toEqualTypeOf<"session" | "relay" | "received">();
expectTypeOf<Bindable>().toEqualTypeOf<Document | ShadowRoot | Element>();

// Any reason may come, but the known one is offered.
expectTypeOf<"human">().toExtend<ChatbotPause["reason"]>();
expectTypeOf<"schedule">().toExtend<ChatbotPause["reason"]>();

startChatbot({ timeout: 20_000, signal: AbortSignal.timeout(100) });
startChatbot({ timeout: undefined, signal: undefined });
onPaused(({ reason }) => reason.toUpperCase(), { signal: AbortSignal.timeout(100) });
onPaused(async () => {});
bindButtons(document);
bindButtons(document.createElement("div").attachShadow({ mode: "open" }));
connectRelay(new URL("https://relay.shop.example/crisp-signals"), { withCredentials: true });
new SignalError("ABORTED", "start_chatbot", new Error("closed"));

// @ts-expect-error: ms are a number
startChatbot({ timeout: "20s" });
// @ts-expect-error: an abort is heard from the controller's signal
startChatbot({ signal: new AbortController() });
// @ts-expect-error: there is no such option
configure({ retries: 3 });
// @ts-expect-error: the attribute has one name
configure({ attribute: "data-signal" });
// @ts-expect-error: a listener gets one pause, not a reason and a value
onPaused((_reason: string, _value: string) => {});
// @ts-expect-error: a window is no root, its document is
bindButtons(window);
// @ts-expect-error: there is one address, which the site knows
connectRelay();
// @ts-expect-error: state is a snapshot; it is changed by signals
getState().pending = 0;
// @ts-expect-error: codes are a closed set
new SignalError("OOPS", "start_chatbot");
// @ts-expect-error: an error says which signal was not delivered
new SignalError("ABORTED");
