/** Listens on the window: what is dispatched on the document bubbles up to it, or is captured. */
export function listen(handlers: Record<string, () => void>, options?: AddEventListenerOptions | boolean): void {
	for (const [type, handler] of Object.entries(handlers)) window.addEventListener(type, handler, options);
}
