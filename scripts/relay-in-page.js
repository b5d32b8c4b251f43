// No server stands behind the pages of the static site. So what a page asks the relay for, a relay in the page answers.
import { createRelay } from "crisp-signals/server";
import { EventSource } from "eventsource";
import { SIGNING_SECRET } from "../examples/demo-hook.js";

const relay = createRelay({ signingSecret: SIGNING_SECRET });
const fetchFromServer = window.fetch;

/** Firefox shows the body of a response only. */
async function withBody(request) {
	if (request.method === "GET" || request.body) return request;
	const { body } = new Response(await request.blob());
	return Object.defineProperty(request, "body", { value: body });
}

window.fetch = async (input, init) => {
	const request = new Request(input, init);
	const isForRelay = new URL(request.url).pathname.endsWith("/crisp-signals");
	return isForRelay ? relay.fetch(await withBody(request)) : fetchFromServer(request);
};

// The browser's own knows no other way than the network.
window.EventSource = class extends EventSource {
	constructor(url, init) {
		super(url, { ...init, fetch: window.fetch });
	}
};

document.addEventListener("DOMContentLoaded", () => {
	// The shop of the playground is in a frame.
	if (window !== window.top) return;
	const note = document.createElement("footer");
	note.className = "note";
	note.textContent =
		"No server stands behind this page: the relay runs in the page. On your site it runs on your server.";
	document.body.append(note);
});
