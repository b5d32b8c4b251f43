import { findChatbot } from "./chatbot.js";
import * as signals from "./index.js";
import { type ChatbotOptions, DEFAULTS } from "./options.js";

/**
 * `document.currentScript` is null in a module; then the element is found by its address, or by its attribute. The same where
 * an element of the page stands in its place (`<img name="currentScript">`).
 */
function findOwnScript(): Element | null {
	const { currentScript } = document;
	if (currentScript?.localName === "script") return currentScript;
	const find = (selector: string): Element | null => Document.prototype.querySelector.call(document, selector);
	return find(`script[src*="crisp-signals"]`) ?? find("script[data-crisp-signals]");
}

/** Of the type of the option's default. As in HTML, a boolean attribute without a value is a true one. */
function parseOption(text: string, fallback: unknown): unknown {
	if (typeof fallback === "boolean") return text !== "false";
	return typeof fallback === "number" ? Number(text) : text;
}

/** A wrong attribute is reported and left out: buttons that work with a default are worth more than none. */
function attempt(run: () => void) {
	try {
		run();
	} catch (error) {
		console.error(error);
	}
}

function start(script: Element | null) {
	// A bundler changes the name, and drops the attributes.
	if (!/crisp-signals|data-/.test(`${script?.outerHTML}`)) {
		console.warn("Expected a script with data-crisp-signals, got none");
	}
	if (script?.getAttribute("data-bind") !== "false") signals.bindButtons();
	const relay = script?.getAttribute("data-relay");
	if (relay != null) attempt(() => signals.connectRelay(relay));
	findChatbot();
}

function configure(script: Element | null) {
	for (const [name, fallback] of Object.entries(DEFAULTS)) {
		const text = script?.getAttribute(`data-${name}`);
		if (text != null) attempt(() => signals.configure({ [name]: parseOption(text, fallback) } as ChatbotOptions));
	}
}

function install(script: Element | null) {
	const page = window as { CrispSignals?: Partial<typeof signals> };
	// An element with that id is no library.
	if (typeof page.CrispSignals?.startChatbot === "function") {
		console.warn("CrispSignals is loaded already. The first one is kept.");
		return;
	}
	let isStarted = false;

	function startOnce() {
		if (isStarted) return;
		isStarted = true;
		start(script);
	}

	page.CrispSignals = { ...signals };
	// A script that the page waits for does only what cannot wait: its options hold for the first call, and a click that comes
	// first finds its button bound, as it passes the window before the document.
	configure(script);
	window.addEventListener("click", startOnce, { capture: true, once: true });
	setTimeout(startOnce);
}

install(findOwnScript());
