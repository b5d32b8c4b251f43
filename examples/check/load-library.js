/** The page's chatbot, with this key. A page has one chatbot, and that has one key: another one takes a page of its own. */
export async function loadLibrary(key) {
	const signals = await import("../index.js");
	signals.configure({ key, persist: false });
	return signals;
}
