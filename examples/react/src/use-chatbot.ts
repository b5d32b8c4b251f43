import { type ChatbotState, getState, onPaused, type SignalError, subscribe } from "crisp-signals";
import { useEffect, useState, useSyncExternalStore } from "react";

/**
 * What a server renders, if there is one. Then the browser starts with it too, or it would not match the server's HTML:
 * there `getState` knows of a signal from the page before at once.
 */
const SERVER_STATE: ChatbotState = { pending: 0, last: null, pause: null };

/** What the UI needs to know about the chatbot. */
export function useChatbot() {
	const { pending, last, pause } = useSyncExternalStore(subscribe, getState, () => SERVER_STATE);
	const [reason, setReason] = useState<string>();
	const [errorCode, setErrorCode] = useState<string>();
	const isPending = pending > 0;

	useEffect(() => onPaused(({ reason }) => setReason(reason)), []);

	/** @param signal `startChatbot` or `pauseChatbot`; while one is pending, further clicks do nothing. */
	function send(signal: () => Promise<unknown>) {
		if (isPending) return;
		setErrorCode(undefined);
		signal().catch((error: SignalError) => setErrorCode(error.code));
	}

	return {
		isPending,
		last,
		errorCode,
		// A start that was delivered ends the pause.
		isWithHuman: pause !== null && reason === "human",
		send,
	};
}
