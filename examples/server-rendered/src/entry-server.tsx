import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { ChatbotButtons } from "./chatbot-buttons";

/** The HTML that the browser hydrates: the same tree as in entry-client.tsx. */
export const render = () =>
	renderToString(
		<StrictMode>
			<ChatbotButtons />
		</StrictMode>,
	);
