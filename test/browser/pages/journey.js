import { createFakeCrisp } from "/testing.js";
import { load } from "./load.js";

/** What the test has asked for, as JSON in the address. */
const query = JSON.parse(new URLSearchParams(location.search).get("q") ?? "{}");
const {
	artifact = "min",
	options = {},
	crisp = {},
	held,
	isPaused,
	crispComes = "first",
	brokenStorage,
	brokenCrypto,
	isBound = true,
	isClockFaked,
	relay,
	isHooked,
} = query;

if (isClockFaked) await import("/clock.js");

if (brokenStorage) {
	const get = () => {
		throw new DOMException("The operation is insecure.", "SecurityError");
	};
	Object.defineProperty(window, "sessionStorage", { get });
}

if (brokenCrypto) Object.defineProperty(crypto, "subtle", { value: undefined });

const { hook } = isHooked ? await import("/demo-hook.js") : {};
window.fakeCrisp = createFakeCrisp({ storage: localStorage, hook, ...crisp });
// On the first page only: the server is one for all pages.
if (!localStorage.isSeeded) {
	localStorage.isSeeded = "yes";
	if (held) window.fakeCrisp.setServerData(held);
	if (isPaused) window.fakeCrisp.pause("human");
}
if (crispComes === "first") window.fakeCrisp.install();

document.querySelector("a").href = `?q=${encodeURIComponent(JSON.stringify({ ...query, page: "next" }))}`;
window.loadSignals = async (artifact) => {
	window.signals = await load(artifact, options, isBound, relay);
};
if (artifact !== "none") await window.loadSignals(artifact);
if (relay) window.signals.onPaused((pause) => window.notes.push(pause));
document.querySelector("#twin").onclick = () => {
	window.twin = window.open(location.href);
};
// A second copy of the library, as when a plugin brings its own.
window.loadCopy = () => import("/index.js?copy");
window.isReady = true;
