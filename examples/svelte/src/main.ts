import { configure } from "crisp-signals";
import { mount } from "svelte";
import ChatbotButtons from "./ChatbotButtons.svelte";

// Once: goes on with a signal that a page change interrupted.
configure();

mount(ChatbotButtons, { target: document.querySelector("#app") as Element });
