import { getServerState, getState, subscribe } from "crisp-signals";
import { onMounted, onScopeDispose, shallowRef } from "vue";

/** What is known of the chatbot, as a ref. */
export function useChatbot() {
	// What a server renders, if there is one: the browser has to start with the same.
	const state = shallowRef(getServerState());
	const update = () => {
		state.value = getState();
	};
	onMounted(update);
	onScopeDispose(subscribe(update));
	return state;
}
