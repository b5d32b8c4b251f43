// All that Enum's guide asks for: make the value new by a random one, wait a second, send the value.
function send(value) {
	window.$crisp.push(["set", "session:data", ["enum", Math.random().toString()]]);
	setTimeout(() => {
		window.$crisp.push(["set", "session:data", ["enum", value]]);
	}, 1000);
}

for (const button of document.querySelectorAll("[data-crisp-signal]")) {
	button.addEventListener("click", () => send(button.dataset.crispSignal));
}
