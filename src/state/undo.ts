/**
 * Undoes something once: when it is called, or when one of the signals aborts. It leaves no listener behind on any of them.
 */
export function createUndo(remove: () => void, ...signals: (AbortSignal | undefined)[]): () => void {
	const undo = () => {
		for (const signal of signals) signal?.removeEventListener("abort", undo);
		remove();
	};
	for (const signal of signals) signal?.addEventListener("abort", undo);
	return undo;
}
