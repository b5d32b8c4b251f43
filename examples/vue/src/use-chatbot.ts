import { getState, onPaused, type SignalError, subscribe } from "crisp-signals";
import { computed, onScopeDispose, ref, shallowRef } from "vue";

/** What the UI needs to know about the chatbot. */
export function useChatbot() {
	const state = shallowRef(getState());
	const reason = ref<string>();
	const errorCode = ref<string>();
	const isPending = computed(() => state.value.pending > 0);
	// A start that was delivered ends the pause.
	const isWithHuman = computed(() => state.value.pause !== null && reason.value === "human");

	onScopeDispose(
		subscribe(() => {
			state.value = getState();
		}),
	);
	onScopeDispose(
		onPaused((pause) => {
			reason.value = pause.reason;
		}),
	);

	/** @param signal `startChatbot` or `pauseChatbot`; while one is pending, further clicks do nothing. */
	function send(signal: () => Promise<unknown>) {
		if (isPending.value) return;
		errorCode.value = undefined;
		signal().catch((error: SignalError) => {
			errorCode.value = error.code;
		});
	}

	return { state, isPending, errorCode, isWithHuman, send };
}
