import { getState, subscribe } from "crisp-signals";
import { createSubscriber } from "svelte/reactivity";

const follow = createSubscriber(subscribe);

/**
 * What is known of the chatbot. Read in a template or an effect, it is read again after each change. Where a server has rendered
 * something else, Svelte puts it right when it hydrates.
 */
export const chatbot = {
	get state() {
		follow();
		return getState();
	},
};
