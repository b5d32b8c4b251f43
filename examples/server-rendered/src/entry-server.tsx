import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { ChatbotButtons } from "../../react/src/chatbot-buttons";

/** The HTML that the browser hydrates: the same tree as in entry-client.tsx, of the same component as in any React app. */
export const render = () =>
	renderToString(
		<StrictMode>
			<ChatbotButtons />
		</StrictMode>,
	);
