import { configure, connectRelay } from "crisp-signals";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ChatbotButtons } from "./chatbot-buttons";

// Once: goes on with a signal that a page change interrupted.
configure();
// Tells at once of a human who takes over: Crisp's client would not before the next page.
connectRelay("/crisp-signals");

createRoot(document.querySelector("#app") as Element).render(
	<StrictMode>
		<ChatbotButtons />
	</StrictMode>,
);
