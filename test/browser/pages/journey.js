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

/** The fake keeps its server there. */
const storage = localStorage;
if (brokenStorage) {
	const get = () => {
		throw new DOMException("The operation is insecure.", "SecurityError");
	};
	Object.defineProperty(window, "localStorage", { get });
}

if (brokenCrypto) Object.defineProperty(crypto, "subtle", { value: undefined });

const { hook } = isHooked ? await import("/demo-hook.js") : {};
window.fakeCrisp = createFakeCrisp({ storage, hook, ...crisp });
// On the first page only: the server is one for all pages.
if (!storage.isSeeded) {
	storage.isSeeded = "yes";
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
// Further copies of the library, as when a plugin brings its own.
window.loadModule = (path) => import(path);
window.loadCopy = () => import("/index.js?copy");
// No driver can ask a page that is prerendered, and not each one can follow the visitor there.
if (document.prerendering) {
	const report = () => {
		storage.prerendered = JSON.stringify({ ...window.signals.getState(), isPrerendering: document.prerendering });
	};
	window.signals.subscribe(report);
	window.fakeCrisp.onChange(() => {
		if (!document.prerendering || !window.fakeCrisp.isJoined) return;
		document.dispatchEvent(new Event("visibilitychange"));
		report();
	});
}
window.isReady = true;
