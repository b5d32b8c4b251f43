// The snippet of Enum's guide, by crisp-sdk-web.
import { Crisp } from "crisp-sdk-web";

Crisp.configure("fake-crisp", { clientUrl: "/l.js", autoload: !window.isCrispLeftOut });

function send(value) {
	Crisp.session.setData({ enum: Math.random().toString() });
	setTimeout(() => Crisp.session.setData({ enum: value }), 1000);
}

for (const button of document.querySelectorAll("[data-crisp-signal]")) {
	button.addEventListener("click", () => send(`${button.dataset.crispSignal}_chatbot`));
}

window.contender = {
	start: () => send("start_chatbot"),
	pause: () => send("pause_chatbot"),
};
