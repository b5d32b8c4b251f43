// Puts the fake Crisp, and the library or the plain snippet, on a page of the shop, and tells the playground around it
// what happens. The name of the frame says which of the two, since it outlives the pages in the frame.

import { hook } from "../../demo-hook.js";
import { loadCrisp } from "../../load-crisp.js";
import { createFakeCrisp } from "../../testing.js";
import { findStorage } from "../storage.js";
import { showChat } from "./chat.js";
import { watchPushes } from "./pushes.js";

const name = window.name || "library";
const options = JSON.parse(window.frameElement?.dataset.options ?? "{}");

function tell(type, detail) {
	window.frameElement?.dispatchEvent(
		new window.parent.CustomEvent(`shop:${type}`, { detail: { at: Date.now(), ...detail } }),
	);
}

function createFake({ isDown, isReturning, ...delays }) {
	const fake = createFakeCrisp({
		...delays,
		storage: findStorage("sessionStorage"),
		storageKey: `playground-${name}`,
		// The plain snippet has nobody who would listen.
		hook: name === "library" ? hook : undefined,
	});
	// What an earlier visit left behind.
	if (isReturning && fake.serverValue === undefined) fake.setServerData("start_chatbot");
	fake.install();
	if (isDown) fake.drop();
	showChat(fake);
	return fake;
}

/** The real Crisp can only be asked for what every page can ask. */
function createReal(website) {
	loadCrisp(website);
	return {
		get isJoined() {
			const crisp = window.$crisp;
			return typeof crisp?.get === "function" && Boolean(crisp.get("session:identifier"));
		},
	};
}

// Before the fake hears of it, which ends its connection then: that is no fault of the line.
window.addEventListener("pagehide", () => tell("leave"));
watchPushes((value) => tell("push", { value }));
const { website, ...faults } = options;
const crisp = website ? createReal(website) : createFake(faults);

// In the capture phase of the window, to hear of a click before the library does: it ignores a button that is busy.
window.addEventListener(
	"click",
	({ target }) => {
		const button = target.closest("[data-crisp-signal]");
		if (button && button.getAttribute("aria-busy") !== "true") tell("call", { signal: button.dataset.crispSignal });
		const link = target.closest("a[href]");
		if (link) tell("follow", { href: link.href });
	},
	true,
);
document.addEventListener("crisp-signal:failed", ({ detail: { signal } }) => tell("failed", { signal }));

const script = document.createElement("script");
script.src = name === "snippet" ? "snippet.js" : "../../crisp-signals.min.js";
script.onload = () => tell("ready", { crisp });
document.head.append(script);
tell("load", { crisp });
