/** ms between a call and what goes wrong: before the value is sent, and after. */
const MOMENTS = [0, 300, 600, 900, 1200, 1500, 1800, 2100];

/** ms until Crisp has joined its session, with room. */
const LOADED = 1000;

async function changePage(visitor, moment) {
	await visitor.open();
	await visitor.wait(LOADED);
	await visitor.start();
	await visitor.wait(moment);
	await visitor.change();
}

/** A negative moment is before the call. */
async function loseLine(visitor, moment, drop) {
	await visitor.open();
	await visitor.wait(LOADED);
	if (moment < 0) {
		await drop();
		await visitor.wait(-moment);
		await visitor.start();
	} else {
		await visitor.start();
		await visitor.wait(moment);
		await drop();
	}
}

const unnoticed = (visitor) => () => visitor.drop({ unnoticed: true });

/**
 * Each is run once for each of its moments, which say when it happens. A minute and a half later is counted what Enum was
 * told.
 */
export const SITUATIONS = [
	{
		id: "after-load",
		name: "After load",
		what: "Start, 0 to 2.1 s after Crisp has joined.",
		moments: MOMENTS,
		async run(visitor, moment) {
			await visitor.open();
			await visitor.wait(LOADED + moment);
			await visitor.start();
		},
	},
	{
		id: "before-load",
		name: "Before load",
		what: "Start, on a page whose Crisp needs another 0.2 to 3 s.",
		moments: [200, 500, 800, 1000, 1500, 2000, 2500, 3000],
		async run(visitor, loadDelay) {
			await visitor.open({ loadDelay });
			await visitor.start();
		},
	},
	{
		id: "returning",
		name: "Returning visitor, before load",
		what: "The same, in a session that holds a start of an earlier visit.",
		moments: [200, 500, 800, 1000, 1500, 2000, 2500, 3000],
		async run(visitor, loadDelay) {
			await visitor.open({ loadDelay }, "start_chatbot");
			await visitor.start();
		},
	},
	{
		id: "one-tick",
		name: "Two calls in one tick",
		what: "Start and pause at once.",
		moments: [0],
		async run(visitor) {
			await visitor.open();
			await visitor.wait(LOADED);
			await visitor.startAndPause();
		},
	},
	{
		id: "reload",
		name: "Reload",
		what: "Start, and 0 to 2.1 s later the page is loaded again.",
		moments: MOMENTS,
		run: changePage,
	},
	{
		id: "link",
		name: "Link",
		what: "Start, and 0 to 2.1 s later a link to another page, which the visitor leaves for a third after 5 s.",
		moments: MOMENTS,
		async run(visitor, moment) {
			await changePage(visitor, moment);
			await visitor.wait(5000);
			await visitor.change();
		},
	},
	{
		id: "closed",
		name: "Tab closed",
		what: "Start, and 0 to 2.1 s later the tab is closed. 20 s after that the visitor opens the site again.",
		moments: MOMENTS,
		async run(visitor, moment) {
			await visitor.open();
			await visitor.wait(LOADED);
			await visitor.start();
			await visitor.wait(moment);
			await visitor.comeBack(20_000);
		},
	},
	{
		id: "late",
		name: "Late Crisp",
		what: "Start, and Crisp comes 5 to 40 s later, as after a consent, and takes 1 s to join.",
		moments: [5000, 10_000, 20_000, 40_000],
		async run(visitor, loadDelay) {
			await visitor.open({ loadDelay, joinDelay: 1000 });
			await visitor.start();
		},
	},
	{
		id: "line-down",
		name: "Line down",
		what: "The line is lost 0.9 s before to 2.1 s after a start, for 20 s.",
		moments: [-900, -300, ...MOMENTS],
		async run(visitor, moment) {
			await loseLine(visitor, moment, visitor.drop);
			await visitor.wait(20_000);
			await visitor.restore();
		},
	},
	{
		id: "line-dead",
		name: "Line dead, unnoticed",
		what: "The line dies 0.9 s before to 2.1 s after a start; the client notices 45 s later.",
		moments: [-900, -300, ...MOMENTS],
		run: (visitor, moment) => loseLine(visitor, moment, unnoticed(visitor)),
	},
	{
		id: "line-dead-link",
		name: "Line dead, then a link",
		what: "The same, and 5 s after the start a link to another page.",
		moments: [-900, -300, ...MOMENTS],
		async run(visitor, moment) {
			await loseLine(visitor, moment, unnoticed(visitor));
			await visitor.wait(5000 - Math.max(0, moment));
			await visitor.change();
		},
	},
	{
		id: "reset",
		name: "Session reset",
		what: "Start, and 0 to 2.1 s later the site resets Crisp's session.",
		moments: MOMENTS,
		async run(visitor, moment) {
			await visitor.open();
			await visitor.wait(LOADED);
			await visitor.start();
			await visitor.wait(moment);
			await visitor.reset();
		},
	},
	{
		id: "human",
		name: "Reconnect over a human",
		what: "Start; 5 to 60 s later Enum pauses for a human, and then the line blinks.",
		moments: [5000, 20_000, 60_000],
		async run(visitor, moment) {
			await visitor.open();
			await visitor.wait(LOADED);
			await visitor.start();
			await visitor.wait(moment);
			await visitor.human();
			await visitor.wait(1000);
			await visitor.drop();
			await visitor.wait(2000);
			await visitor.restore();
		},
	},
	{
		id: "two-tabs",
		name: "Two tabs",
		what: "Start in one tab, pause in another 1 to 8 s later, and then the line of the first one blinks.",
		moments: [1000, 2000, 4000, 8000],
		async run(visitor, moment) {
			await visitor.open();
			await visitor.openTab();
			await visitor.wait(LOADED);
			await visitor.start();
			await visitor.wait(moment);
			await visitor.pause();
			await visitor.wait(5000);
			await visitor.drop();
			await visitor.restore();
			await visitor.wait(15_000);
		},
	},
];
