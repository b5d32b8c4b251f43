import type { FakeCrisp } from "../../src/testing/index.js";

const NAMES = ["$crisp", "$__CRISP_INSTANCE", "$__CRISP_INCLUDED"];

/** Without them l.js knows nothing of a client that is there. */
export function deleteCrispNames(): void {
	for (const name of NAMES) Reflect.deleteProperty(globalThis, name);
}

/** The site throws Crisp away and loads it anew: another client on the same page. */
export function loadCrispAnew(crisp: FakeCrisp): void {
	deleteCrispNames();
	crisp.install();
}
