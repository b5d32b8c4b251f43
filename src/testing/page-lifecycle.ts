import type { Line } from "./line.js";

/**
 * `pagehide` disconnects the client, `pageshow` connects it again. Observed: Crisp client 2.10–2.17. Returns its undo.
 */
export function followPageLifecycle({ hide, show }: Line): () => void {
	// In Node without a DOM there is nothing to listen to.
	globalThis.addEventListener?.("pagehide", hide);
	globalThis.addEventListener?.("pageshow", show);
	return () => {
		globalThis.removeEventListener?.("pagehide", hide);
		globalThis.removeEventListener?.("pageshow", show);
	};
}
