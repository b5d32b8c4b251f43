import { configure } from "crisp-signals";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ChatbotButtons } from "./chatbot-buttons";

// Once: goes on with a signal that a page change interrupted.
configure();

createRoot(document.querySelector("#app") as Element).render(
	<StrictMode>
		<ChatbotButtons />
	</StrictMode>,
);
