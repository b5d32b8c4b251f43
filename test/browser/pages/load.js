const SCRIPTS = { min: "/crisp-signals.min.js", readable: "/crisp-signals.js" };

function loadScript(src, options) {
	return new Promise((resolve, reject) => {
		const script = document.createElement("script");
		const attributes = Object.entries(options).map(([name, value]) => [name, String(value)]);
		Object.assign(script.dataset, Object.fromEntries(attributes));
		Object.assign(script, { src, onload: () => resolve(window.CrispSignals), onerror: reject });
		document.head.append(script);
	});
}

/** Loads a built file in the way of a site that uses it, and returns its functions. */
export async function load(artifact, options, isBound, relay) {
	if (SCRIPTS[artifact])
		return await loadScript(SCRIPTS[artifact], { ...options, bind: isBound, ...(relay && { relay }) });
	const signals = artifact === "cjs" ? (await import("/bundled.js")).default : await import("/index.js");
	signals.configure(options);
	if (isBound) signals.bindButtons();
	if (relay) signals.connectRelay(relay);
	return signals;
}
