import type { Line } from "./line.js";
import { getWindow } from "./page.js";

/**
 * `pagehide` disconnects the client, `pageshow` connects it again. Observed: Crisp client 2.10–2.17. Returns its undo.
 */
export function followPageLifecycle({ hide, show }: Line): () => void {
	const window = getWindow();
	// In Node without a DOM there is nothing to listen to.
	window.addEventListener?.("pagehide", hide);
	window.addEventListener?.("pageshow", show);
	return () => {
		window.removeEventListener?.("pagehide", hide);
		window.removeEventListener?.("pageshow", show);
	};
}
