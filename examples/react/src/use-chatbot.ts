import { getServerState, getState, subscribe } from "crisp-signals";
import { useSyncExternalStore } from "react";

/** What is known of the chatbot; the component that calls it is rendered again after each change. */
export const useChatbot = () => useSyncExternalStore(subscribe, getState, getServerState);
