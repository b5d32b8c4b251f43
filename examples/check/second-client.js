import { crisp, KEY, nest } from "./crisp.js";

/** Out of sight, and wide enough for Crisp, which does not load in a window of less than 280 px. */
const STYLE = "position: fixed; inset: 0 auto auto -2000px; width: 480px; height: 640px; border: 0";

/** A second client of this visitor's session, in a hidden frame: a page of its own, with a wire and a chatbot of its own. */
export async function openSecondClient() {
	const frame = document.createElement("iframe");
	frame.style = STYLE;
	frame.tabIndex = -1;
	frame.ariaHidden = "true";
	frame.src = `second.html${location.search}`;
	await new Promise((resolve) => {
		frame.onload = resolve;
		document.body.append(frame);
	});
	const page = frame.contentWindow;
	const readId = (client) => client?.get?.("session:identifier") ?? null;
	return {
		wire: page.wire,
		loadLibrary: page.loadLibrary,
		isJoined: () => readId(page.$crisp) !== null,
		isSameSession: () => readId(page.$crisp) === readId(crisp()),
		write: (value) => page.$crisp.push(["set", "session:data", nest(KEY, value)]),
		read: () => page.$crisp.get("session:data", KEY),
		close: () => frame.remove(),
	};
}
