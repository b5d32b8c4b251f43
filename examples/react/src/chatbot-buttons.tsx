import { pauseChatbot, startChatbot } from "crisp-signals";
import { useChatbot } from "./use-chatbot";

export function ChatbotButtons() {
	const { isPending, last, errorCode, isWithHuman, send } = useChatbot();
	return (
		<>
			<div className="row">
				<button
					type="button"
					id="start"
					aria-busy={isPending}
					aria-disabled={isPending}
					onClick={() => send(startChatbot)}
				>
					Ask our assistant
				</button>
				<button
					type="button"
					id="pause"
					aria-busy={isPending}
					aria-disabled={isPending}
					onClick={() => send(pauseChatbot)}
				>
					I prefer a human
				</button>
				<output>{isPending ? "On its way …" : errorCode ? `Not sent: ${errorCode}` : last && `${last} sent`}</output>
			</div>
			<p role="status">{isWithHuman && "A human took over."}</p>
		</>
	);
}
