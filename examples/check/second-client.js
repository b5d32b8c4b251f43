import { crisp, KEY } from "./crisp.js";

/** Out of sight, and wide enough for Crisp, which does not load in a window of less than 280 px. */
const STYLE = "position: fixed; inset: 0 auto auto -2000px; width: 480px; height: 640px; border: 0";

/** A second client of this visitor's session, in a hidden frame. */
export async function openSecondClient(website) {
	const frame = document.createElement("iframe");
	frame.style = STYLE;
	frame.tabIndex = -1;
	frame.ariaHidden = "true";
	frame.src = `/check/second.html${website ? `?website=${encodeURIComponent(website)}` : ""}`;
	await new Promise((resolve) => {
		frame.onload = resolve;
		document.body.append(frame);
	});
	const client = () => frame.contentWindow.$crisp;
	const readId = (client) => client?.get?.("session:identifier") ?? null;
	return {
		isJoined: () => readId(client()) !== null,
		isSameSession: () => readId(client()) === readId(crisp()),
		write: (value) => client().push(["set", "session:data", [KEY, value]]),
		read: () => client().get("session:data", KEY),
		close: () => frame.remove(),
	};
}
