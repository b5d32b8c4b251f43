/**
 * Script elements with an address. By the prototype's method, since an element of the page may stand in the place of the
 * document's own (`<img name="scripts">`).
 */
export const findScripts = (): HTMLScriptElement[] => [
	...(Document.prototype.querySelectorAll.call(document, "script[src]") as NodeListOf<HTMLScriptElement>),
];
