import type { ChatbotContext } from "../context.js";
import { type SignalOptions, send } from "../delivery/send.js";
import { checkDuration, type UndoOptions } from "../options.js";
import { isSignal } from "../signals.js";
import { startUndoable } from "../state/undo.js";
import { isCrispBlocked, watchLoader } from "./blocked.js";
import { oncePerPage } from "./once.js";

/**
 * Where clicks are listened for: the whole page, an open shadow root, or a part of the page.
 *
 * @example
 * const root: Bindable = document.querySelector("main") ?? document;
 * bindButtons(root);
 */
export type Bindable = Document | ShadowRoot | Element;

/** ms until a click fails where Crisp is visibly blocked: nobody watches a busy button for a minute. */
const BLOCKED_TIMEOUT = 10_000;

/** A wrong one is reported and left out: a button that works with the default is worth more than none. */
function readTimeout(element: Element, name: string): SignalOptions {
	const text = element.getAttribute(name);
	if (text === null) return {};
	const timeout = Number(text);
	try {
		checkDuration(name, timeout);
		return { timeout };
	} catch (error) {
		console.error(error, element);
		return {};
	}
}

/** Elements whose signal is on its way, whichever copy of the library has heard the click. */
const findBusy = () => oncePerPage("busy", () => new WeakSet<Element>());

/** One listener on the root serves elements added later too; the path of the click leads out of open shadow roots. */
export function bindButtons(
	context: ChatbotContext,
	root: Bindable = globalThis.document,
	options?: UndoOptions,
): () => void {
	const { life, settings } = context;

	function onClick(event: Event) {
		const { attribute } = settings;
		const path = event.composedPath();
		const below = path.slice(0, path.indexOf(root) + 1) as Partial<Element>[];
		const element = below.find((node) => node.hasAttribute?.(attribute)) as Element | undefined;
		const busy = findBusy();
		if (!element || busy.has(element) || element.matches(":disabled, [aria-disabled=true]")) return;

		const name = element.getAttribute(attribute);
		const signal = [name, `${name}_chatbot`].find(isSignal);
		if (!signal) {
			console.error(`Expected ${attribute} to be start_chatbot, pause_chatbot, start or pause, got ${name}`, element);
			return;
		}
		const settle = (outcome: string) => (detail: unknown) => {
			busy.delete(element);
			element.removeAttribute("aria-busy");
			element.setAttribute(`${attribute}-state`, outcome);
			element.dispatchEvent(new CustomEvent(`crisp-signal:${outcome}`, { bubbles: true, composed: true, detail }));
		};
		const options = readTimeout(element, `${attribute}-timeout`);
		busy.add(element);
		element.setAttribute("aria-busy", "true");
		element.setAttribute(`${attribute}-state`, "pending");
		const clickedAt = performance.now();
		const isHopeless = () => performance.now() - clickedAt >= BLOCKED_TIMEOUT && isCrispBlocked();
		send(context, signal, options, isHopeless).then(settle("sent"), settle("failed"));
	}

	return startUndoable(life.signal, options, () => {
		watchLoader();
		// In the capture phase, so that a handler of the site that stops the event does not stop the signal.
		root.addEventListener("click", onClick, true);
		return () => root.removeEventListener("click", onClick, true);
	});
}
