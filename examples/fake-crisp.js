// Stands in for Crisp's snippet on the example pages, so that they work without an account and without a network.
// `?website=<id>` loads the real Crisp. The delays of the fake can be set too, in ms: `?joinDelay=2000`.

import { hook } from "./demo-hook.js";
import { loadCrisp } from "./load-crisp.js";
import { createFakeCrisp } from "./testing.js";

const params = new URLSearchParams(location.search);
const DELAYS = ["loadDelay", "sessionDelay", "joinDelay", "reconnectDelay", "pingTimeout"];

function loadFake() {
	const delays = DELAYS.filter((name) => params.has(name)).map((name) => [name, Number(params.get(name))]);
	const blocked = params.has("blocked") && params.get("blocked") !== "false";
	// In localStorage the session survives a page change, and tabs share it, as with Crisp's server.
	window.fakeCrisp = createFakeCrisp({ storage: localStorage, hook, blocked, ...Object.fromEntries(delays) });
	window.fakeCrisp.install();
}

if (params.has("website")) loadCrisp(params.get("website"));
else loadFake();

// The next page shall run on the same Crisp.
for (const link of document.links) {
	if (link.origin === location.origin && !link.search) link.search = location.search;
}
