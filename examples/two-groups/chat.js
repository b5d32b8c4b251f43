// Draws the chat of the fake Crisp, and what has reached its server. The real Crisp has a chat of its own.

/** ms between two looks at the fake. */
const INTERVAL = 100;

const CHAT = document.querySelector("#chat");
const { fakeCrisp } = window;

/** What was said since the conversation began. */
function readMessages() {
	const commands = fakeCrisp.pushed.map(({ command }) => command);
	const start = commands.findLastIndex(([action, name]) => action === "do" && name === "session:reset");
	return commands
		.slice(start + 1)
		.filter(([action, name]) => action === "do" && /^message:(send|show)$/.test(name))
		.map(([, name, [type, content]]) => ({ isMine: name === "message:send", type, content }));
}

/** Choices that the visitor has clicked, by picker, as Crisp's server got them. */
function readPicked() {
	const pickers = fakeCrisp.wire.filter(({ reason, session }) => reason === "picker" && session === fakeCrisp.session);
	return new Map(pickers.map(({ data }) => [data.id, data.choices.find(({ selected }) => selected)?.value]));
}

/** What Enum was told in this conversation. */
function readTold() {
	const { wire, session } = fakeCrisp;
	const own = wire.filter((entry) => entry.session === session && entry.reason !== "segments");
	const values = own.map(({ reason, data }) =>
		reason === "picker" ? data.choices.find(({ selected }) => selected)?.value.replace("enum:", "") : data.enum,
	);
	return values.filter((value) => /^(start|pause)_chatbot$/.test(value));
}

function createElement(name, properties = {}, children = []) {
	const element = Object.assign(document.createElement(name), properties);
	element.append(...children);
	return element;
}

function drawMessage({ isMine, type, content }, picked) {
	const text = type === "picker" ? content.text : content;
	const item = createElement("li", { className: isMine ? "mine" : "theirs" }, [createElement("p", {}, [text])]);
	if (type !== "picker") return item;
	for (const { value, label } of content.choices) {
		const button = createElement("button", { type: "button", value, textContent: label });
		button.ariaPressed = String(picked.get(content.id) === value);
		button.ariaDisabled = String(picked.has(content.id));
		button.addEventListener("click", () => {
			if (!picked.has(content.id)) fakeCrisp.clickPicker(value);
		});
		item.append(button);
	}
	return item;
}

function drawStatus(told) {
	if (!fakeCrisp.isJoined) return "Crisp is loading …";
	if (told.at(-1) === "start_chatbot") return "Enum answers";
	return told.at(-1) === "pause_chatbot" ? "Enum is paused; a human answers" : "Enum waits for a signal";
}

function draw() {
	const messages = readMessages();
	const picked = readPicked();
	const told = readTold();
	const { segments } = fakeCrisp;
	const shown = JSON.stringify([messages, [...picked], told, segments, fakeCrisp.isJoined]);
	// Drawn anew, a button would lose the focus.
	if (shown !== CHAT.dataset.shown) {
		const focused = document.activeElement?.closest("#messages button")?.value;
		CHAT.dataset.shown = shown;
		document.querySelector("#messages").replaceChildren(...messages.map((message) => drawMessage(message, picked)));
		document.querySelector("#status").textContent = drawStatus(told);
		document.querySelector("#segments").textContent = segments.join(", ") || "none";
		document.querySelector("#told").textContent = told.join(", ") || "nothing";
		document.body.toggleAttribute("data-told-twice", told.length > 1);
		if (focused) document.querySelector(`#messages button[value="${focused}"]`)?.focus();
	}
	setTimeout(draw, INTERVAL);
}

if (fakeCrisp) {
	CHAT.querySelector("form").addEventListener("submit", (event) => {
		event.preventDefault();
		const { message } = event.target.elements;
		if (!message.value.trim() || !fakeCrisp.isJoined) return;
		$crisp.push(["do", "message:send", ["text", message.value.trim()]]);
		message.value = "";
	});
	draw();
} else document.body.dataset.website = "real";
