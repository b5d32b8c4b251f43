import { configureContext, createChatbot, createMethods } from "./chatbot.js";
import { createContext } from "./context.js";
import { SignalError } from "./errors.js";
import { type ChatbotOptions, DEFAULTS, resolveOptions, type Settings } from "./options.js";
import { bindButtons } from "./page/buttons.js";

/** `document.currentScript` is null in a module; then it is the element whose address ends in the file's name. */
function findOwnScript(): HTMLElement | SVGElement | undefined {
	if (document.currentScript) return document.currentScript;
	return [...document.scripts].find((script) => /\/crisp-signals(\.min)?\.js([?#]|$)/.test(script.src));
}

/** As in HTML, a boolean attribute without a value is a true one. */
const PARSERS = {
	string: (text: string) => text,
	number: Number,
	boolean: (text: string) => text !== "false",
} as Record<string, (text: string) => unknown>;

/** A wrong attribute is reported and left out: buttons that work with a default are worth more than none. */
function readAttributes(dataset: DOMStringMap): Settings {
	let settings = { ...DEFAULTS };
	for (const [name, fallback] of Object.entries(DEFAULTS)) {
		const text = dataset[name];
		if (text === undefined) continue;
		try {
			settings = resolveOptions({ [name]: PARSERS[typeof fallback]?.(text) }, settings);
		} catch (error) {
			console.error(error);
		}
	}
	return settings;
}

function install(dataset: DOMStringMap) {
	const page = window as { CrispSignals?: unknown };
	if (page.CrispSignals) return console.warn("CrispSignals is loaded already. The first one is kept.");
	const settings = readAttributes(dataset);
	const context = createContext(settings);
	const configure = (options?: ChatbotOptions) => configureContext(context, resolveOptions(options, settings));
	page.CrispSignals = { ...createMethods(context), configure, createChatbot, SignalError };
	configure();
	if (dataset.bind !== "false") bindButtons(context);
}

install(findOwnScript()?.dataset ?? {});
