/** `localStorage` or `sessionStorage`; nothing where the browser denies it. */
export function findStorage(name) {
	try {
		return window[name];
	} catch {
		return undefined;
	}
}
