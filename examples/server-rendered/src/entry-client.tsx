import { configure, connectRelay } from "crisp-signals";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { ChatbotButtons } from "../../react/src/chatbot-buttons";

// Once, and only in the browser: goes on with a signal that a page change interrupted.
configure();
// Tells at once of a human who takes over: Crisp's client would not before the next page.
connectRelay("/crisp-signals");

hydrateRoot(
	document.querySelector("#app") as Element,
	<StrictMode>
		<ChatbotButtons />
	</StrictMode>,
);
