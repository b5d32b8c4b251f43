import { type Chatbot, listen, send, startListening } from "./chatbot.js";
import { checkDuration, type UndoOptions } from "./options.js";
import { isSignal } from "./signals.js";

/**
 * Where clicks are listened for: the whole page, an open shadow root, or a part of the page.
 *
 * @example
 * const root: Bindable = document.querySelector("main") ?? document;
 * bindButtons(root);
 */
export type Bindable = Document | ShadowRoot | Element;

const ATTRIBUTE = "data-crisp-signal";
const STATE = `${ATTRIBUTE}-state`;
const TIMEOUT = `${ATTRIBUTE}-timeout`;

/** Where zone.js keeps what it has replaced. */
interface ZonePage {
	__zone_symbol__MutationObserver?: typeof MutationObserver;
}

/** A wrong one is reported and left out: a button that works with the default is worth more than none. */
function readTimeout(element: Element): number | undefined {
	const text = element.getAttribute(TIMEOUT);
	if (text === null) return undefined;
	try {
		const timeout = Number(text);
		checkDuration(TIMEOUT, timeout);
		return timeout;
	} catch (error) {
		console.error(error, element);
		return undefined;
	}
}

function clear(element: Element) {
	element.removeAttribute("aria-busy");
	element.removeAttribute(STATE);
}

function sendFrom(element: Element, { busy }: Chatbot) {
	if (busy.has(element) || element.matches(":disabled, [aria-disabled=true]")) return;
	const name = element.getAttribute(ATTRIBUTE);
	const signal = [name, `${name}_chatbot`].find(isSignal);
	if (!signal) {
		console.error(`Expected ${ATTRIBUTE} to be start_chatbot, pause_chatbot, start or pause, got ${name}`, element);
		return;
	}

	function settle(outcome: string, detail: unknown) {
		busy.delete(element);
		clear(element);
		element.setAttribute(STATE, outcome);
		element.dispatchEvent(new window.CustomEvent(`crisp-signal:${outcome}`, { bubbles: true, composed: true, detail }));
	}

	const timeout = readTimeout(element);
	busy.add(element);
	element.setAttribute("aria-busy", "true");
	element.setAttribute(STATE, "pending");
	send(signal, { timeout }).then(
		() => settle("sent", { signal }),
		(error) => settle("failed", error),
	);
}

/**
 * Makes clicks on elements with a `data-crisp-signal` attribute send the signal it names, below `root` (default: the
 * document) and for elements that are added later too. Shows the signal in `aria-busy` and
 * `data-crisp-signal-state="pending|sent|failed"`, and dispatches `crisp-signal:sent` (its `detail` is `{ signal }`) or
 * `crisp-signal:failed` (a {@link SignalError}) on the element. A click is given up like a call of `startChatbot`, or after the
 * ms in `data-crisp-signal-timeout`.
 *
 * @param options `signal` undoes it when it aborts.
 * @returns an undo, which may be called any number of times.
 * @throws TypeError if the root is nothing to listen on, or `signal` no `AbortSignal`.
 * @example
 * const undo = bindButtons(); // <button data-crisp-signal="start">Ask our assistant</button>
 */
export function bindButtons(root: Bindable = globalThis.document, options?: UndoOptions): () => void {
	return startListening(options, (chatbot, signal) => {
		/** The path of the click leads out of open shadow roots. */
		function onClick(event: Event) {
			const path = event.composedPath();
			const below = path.slice(0, path.indexOf(root) + 1) as Partial<Element>[];
			const element = below.find((node) => node.hasAttribute?.(ATTRIBUTE));
			if (element) sendFrom(element as Element, chatbot);
		}

		/**
		 * Frameworks copy the HTML of a page that is left, and show it again when the visitor comes back, at once or later. A copy
		 * says pending like its original, until nothing is.
		 */
		function clearCopies() {
			if (chatbot.state.current.pending) return;
			for (const element of root.querySelectorAll(`[${STATE}=pending]`)) {
				if (!chatbot.busy.has(element)) clear(element);
			}
		}
		// Angular would look for changes each time that the page changes, if zone.js called back.
		const Observer = (globalThis as ZonePage).__zone_symbol__MutationObserver ?? window.MutationObserver;
		const observer = new Observer(clearCopies);
		function watchCopies() {
			clearCopies();
			observer.observe(root, { childList: true, subtree: true });
		}

		// In the capture phase, so that a handler of the site that stops the event does not stop the signal.
		listen(root, "click", onClick, signal, true);
		listen(window, "popstate", watchCopies, signal);
		listen(window, "pageshow", clearCopies, signal);
		signal.addEventListener("abort", chatbot.state.listen("change", clearCopies));
		signal.addEventListener("abort", () => observer.disconnect());
	});
}
