// What Enum's guide says: a random value, so that the one after it is new to Crisp, and a second later that one.
function send(value) {
	$crisp.push(["set", "session:data", ["enum", Math.random().toString()]]);
	setTimeout(() => {
		$crisp.push(["set", "session:data", ["enum", value]]);
	}, 1000);
}

for (const button of document.querySelectorAll("[data-crisp-signal]")) {
	button.addEventListener("click", () => send(`${button.dataset.crispSignal}_chatbot`));
}

window.contender = {
	start: () => send("start_chatbot"),
	pause: () => send("pause_chatbot"),
};
