const isNoise = (value) => typeof value === "number";

const TEXTS = {
	loading: "is loading …",
	offline: "is offline",
	waiting: "Enum waits for a signal",
	start_chatbot: "Enum is answering",
	pause_chatbot: "Enum is paused",
	human: "A human is answering",
};

function findState({ isJoined, isConnected, enumLog }) {
	if (!isConnected) return "offline";
	if (!isJoined) return "loading";
	const last = enumLog.findLast(({ value }) => !isNoise(value))?.value;
	if (String(last).startsWith("chatbot_paused:")) return "human";
	return last in TEXTS ? last : "waiting";
}

/** The chat as the visitor meets it, in one line: who answers. */
export function showChat(fake) {
	const chat = document.querySelector("#chat");
	const text = document.querySelector("#chat-state");
	const update = () => {
		const state = findState(fake);
		chat.dataset.state = state;
		text.textContent = TEXTS[state];
	};
	fake.onChange(update);
	update();
	chat.hidden = false;
}
