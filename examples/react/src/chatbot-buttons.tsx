import { pauseChatbot, startChatbot } from "crisp-signals";
import { useChatbot } from "./use-chatbot";

export function ChatbotButtons() {
	const { pending, last, pause, error } = useChatbot();
	// While a signal is on its way, further clicks do nothing.
	const isPending = pending > 0;
	return (
		<>
			<div className="row">
				<button
					type="button"
					id="start"
					aria-busy={isPending}
					aria-disabled={isPending}
					onClick={() => isPending || startChatbot()}
				>
					Ask our assistant
				</button>
				<button
					type="button"
					id="pause"
					aria-busy={isPending}
					aria-disabled={isPending}
					onClick={() => isPending || pauseChatbot()}
				>
					I prefer a human
				</button>
				<output>{isPending ? "On its way …" : error ? `Not sent: ${error.code}` : last && `${last} sent`}</output>
			</div>
			<p role="status">{pause?.reason === "human" && "You asked for a colleague."}</p>
		</>
	);
}
