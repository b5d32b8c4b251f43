import { configure, connectRelay } from "crisp-signals";
import { createApp } from "vue";
import ChatbotButtons from "./ChatbotButtons.vue";

// Once: goes on with a signal that a page change interrupted.
configure();
// Tells at once of a human who takes over: Crisp's client would not before the next page.
connectRelay("/crisp-signals");

createApp(ChatbotButtons).mount("#app");
