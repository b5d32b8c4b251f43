// Who is visiting. On your site the server knows; here a switch says it.

const SWITCH = document.querySelector("#visitors");

/** The visitor's segment: `"new"` or `"advanced"`. */
export const findSegment = () => new FormData(SWITCH).get("segment");

/** Crisp puts the segment beside the conversation, where your team and Crisp's bot see it. */
function tellSegment() {
	$crisp.push(["set", "session:segments", [[findSegment()]]]);
}

/** What only one of the two groups is shown. */
function showGroup() {
	for (const element of document.querySelectorAll("[data-only]"))
		element.hidden = element.dataset.only !== findSegment();
}

/** Calls `listener` for the first message of each conversation. */
export function onFirstMessage(listener) {
	// Crisp keeps one handler for an event. If your site has one for this already, it calls the listener.
	$crisp.push([
		"on",
		"message:sent",
		() => {
			const session = $crisp.get("session:identifier");
			// Also on the next page: a start there would bring Enum back over a human who has taken over.
			if (localStorage.conversation === session) return;
			localStorage.conversation = session;
			listener();
		},
	]);
}

SWITCH.addEventListener("change", () => {
	localStorage.segment = findSegment();
	// Somebody else: a conversation of their own.
	$crisp.push(["do", "session:reset"]);
	tellSegment();
	showGroup();
});

// The conversation goes on, on the next page too.
SWITCH.elements.segment.value = localStorage.segment ?? "new";
showGroup();
tellSegment();
