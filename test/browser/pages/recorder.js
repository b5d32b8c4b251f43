// Classic and first on the page: what goes wrong later, and the timers that run.
window.errors = [];
addEventListener("error", (event) => window.errors.push(String(event.message ?? event.target.src)), true);
addEventListener("unhandledrejection", (event) => window.errors.push(String(event.reason)));

window.consoleErrors = [];
const consoleError = console.error;
console.error = (...args) => {
	window.consoleErrors.push(args.map(String).join(" "));
	consoleError(...args);
};

addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
	// The browser asks for an icon by itself.
	if (violatedDirective !== "img-src") window.errors.push(violatedDirective);
});

window.notes = [];
window.shows = [];
addEventListener("pageshow", (event) => window.shows.push(event.persisted));

// Each event stream, with what has come on it.
window.streams = [];
window.EventSource = class extends window.EventSource {
	heard = [];
	constructor(...args) {
		super(...args);
		window.streams.push(this);
		this.addEventListener("message", ({ data }) => this.heard.push(data));
	}
};

window.timers = new Set();
for (const kind of ["Timeout", "Interval"]) {
	const set = window[`set${kind}`];
	const clear = window[`clear${kind}`];
	window[`set${kind}`] = (callback, ...rest) => {
		const id = set(
			(...args) => {
				if (kind === "Timeout") window.timers.delete(id);
				callback(...args);
			},
			...rest,
		);
		// A timer that no script of this site has set is the driver's.
		const callers = new Error().stack.replaceAll(`${location.origin}/recorder.js`, "");
		if (callers.includes(location.origin)) window.timers.add(id);
		return id;
	};
	window[`clear${kind}`] = (id) => {
		window.timers.delete(id);
		clear(id);
	};
}
