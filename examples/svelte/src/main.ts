import { configure, connectRelay } from "crisp-signals";
import { mount } from "svelte";
import ChatbotButtons from "./ChatbotButtons.svelte";

// Once: goes on with a signal that a page change interrupted.
configure();
// Tells at once of a human who takes over: Crisp's client would not before the next page.
connectRelay("/crisp-signals");

mount(ChatbotButtons, { target: document.querySelector("#app") as Element });
