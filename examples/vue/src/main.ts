import { configure } from "crisp-signals";
import { createApp } from "vue";
import ChatbotButtons from "./ChatbotButtons.vue";

// Once: goes on with a signal that a page change interrupted.
configure();

createApp(ChatbotButtons).mount("#app");
