import { configureContext, createChatbot, createMethods } from "./chatbot.js";
import { type ChatbotContext, createContext } from "./context.js";
import { SignalError } from "./errors.js";
import { type ChatbotOptions, DEFAULTS, resolveOptions, type Settings } from "./options.js";
import { watchLoader } from "./page/blocked.js";
import { bindButtons } from "./page/buttons.js";
import { findScripts } from "./page/scripts.js";
import { connectRelay } from "./relay/connect-relay.js";

/**
 * `document.currentScript` is null in a module; then it is the element whose address ends in the file's name. So it is where
 * an element of the page stands in its place (`<img name="currentScript">`).
 */
function findOwnScript(): Element | undefined {
	const { currentScript } = document;
	if (currentScript instanceof HTMLScriptElement || currentScript instanceof SVGScriptElement) return currentScript;
	return findScripts().find(({ src }) => /\/crisp-signals(\.min)?\.js([?#]|$)/.test(src));
}

/** Of the type of its default. As in HTML, a boolean attribute without a value is a true one. */
function parseOption(text: string, fallback: unknown): unknown {
	if (typeof fallback === "boolean") return text !== "false";
	return typeof fallback === "number" ? Number(text) : text;
}

/**
 * Data attributes by their names in camel case. Of the element itself: `dataset` also shows what somebody has put on
 * `Object.prototype`.
 */
function readAttributes(script: Element | undefined): Map<string, string> {
	const attributes = [...(script?.attributes ?? [])].filter(({ name }) => name.startsWith("data-"));
	const toCamelCase = (name: string) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
	return new Map(attributes.map(({ name, value }) => [toCamelCase(name.slice("data-".length)), value]));
}

/**
 * A wrong attribute is reported and left out: buttons that work with a default are worth more than none. One may be right only
 * beside another one, as a long delay beside a longer timeout, so what is refused is tried again after the others.
 */
function readSettings(attributes: Map<string, string>): Settings {
	let settings = { ...DEFAULTS };
	for (const isLastTry of [false, true]) {
		for (const [name, fallback] of Object.entries(DEFAULTS)) {
			const text = attributes.get(name);
			if (text === undefined) continue;
			try {
				settings = resolveOptions({ [name]: parseOption(text, fallback) }, settings);
			} catch (error) {
				if (isLastTry) console.error(error);
			}
		}
	}
	return settings;
}

function start(context: ChatbotContext, attributes: Map<string, string>) {
	configureContext(context, context.settings);
	if (attributes.get("bind") !== "false") bindButtons(context);
	try {
		const relay = attributes.get("relay");
		if (relay !== undefined) connectRelay(context, relay);
	} catch (error) {
		console.error(error);
	}
}

function install(script: Element | undefined) {
	const page = window as { CrispSignals?: { startChatbot?: unknown } };
	// An element with that id is no library.
	if (typeof page.CrispSignals?.startChatbot === "function") {
		console.warn("CrispSignals is loaded already. The first one is kept.");
		return;
	}
	const attributes = readAttributes(script);
	let context: ChatbotContext | undefined;

	function getContext(): ChatbotContext {
		if (!context) {
			context = createContext(readSettings(attributes));
			start(context, attributes);
		}
		return context;
	}

	function configure(options?: ChatbotOptions) {
		const context = getContext();
		configureContext(context, resolveOptions(options, context.settings));
	}

	/** The page's own chatbot is the first one, which delivers what the page before has left. */
	function createAnother(options?: ChatbotOptions) {
		getContext();
		return createChatbot(options);
	}

	const methods = createMethods(getContext);
	page.CrispSignals = { ...methods, configure, createChatbot: createAnother, SignalError } as never;
	// A script that the page waits for does only what cannot wait. A click that comes first finds its button bound: it passes
	// the window before the document.
	watchLoader();
	window.addEventListener("click", getContext, { capture: true, once: true });
	setTimeout(getContext);
}

install(findOwnScript());
