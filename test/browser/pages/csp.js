import * as npm from "/index.js";
import { createFakeCrisp } from "/testing.js";

window.fakeCrisp = createFakeCrisp({ storage: localStorage });
window.fakeCrisp.install();
addEventListener("load", () => {
	window.signals = location.search === "?esm" ? npm : window.CrispSignals;
});
