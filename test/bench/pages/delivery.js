import { createFakeCrisp } from "/testing.js";
import { loadContender } from "./load-contender.js";

const { contender, crisp, held, now, isRealTime } = JSON.parse(new URLSearchParams(location.search).get("q"));

if (!isRealTime) {
	await import("/clock.js");
	// Time goes on from page to page.
	await window.pass(now);
}

window.fakeCrisp = createFakeCrisp({ storage: localStorage, ...crisp });
// On the first page only: the server is one for all pages.
if (held && !localStorage.isSeeded) window.fakeCrisp.setServerData(held);
localStorage.isSeeded = "yes";

// crisp-sdk-web loads Crisp itself, where no other code has.
if (contender === "crisp-sdk-web") {
	const isThere = new Promise((resolve) => {
		const undo = window.fakeCrisp.onChange(() => {
			undo();
			resolve();
		});
	});
	await loadContender(contender);
	// A blocked Crisp never comes.
	if (!crisp.blocked) await isThere;
} else {
	window.fakeCrisp.install();
	await loadContender(contender);
}
window.isReady = true;
