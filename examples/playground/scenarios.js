const START = "#start";
const PAUSE = "#pause";

/** What happens, in order. The first one is played by itself. `slug` is its address, `wait` takes ms. */
export const SCENARIOS = [
	{
		slug: "a-human-takes-over",
		name: "A human takes over, the line blinks",
		async run({ click, set, wait }) {
			await click(START);
			await wait(4000);
			set("human", true);
			await wait(1000);
			set("down", true);
			await wait(1000);
			set("down", false);
		},
	},
	{
		slug: "start-then-pause",
		name: "Start, then pause at once",
		worksOnReal: true,
		async run({ click, wait }) {
			await wait(500);
			await click(START);
			await wait(300);
			await click(PAUSE);
		},
	},
	{
		slug: "leave-the-page",
		name: "Click, then leave the page",
		worksOnReal: true,
		async run({ click, leave, wait }) {
			await click(START);
			await wait(500);
			await leave();
		},
	},
	{
		slug: "the-line-is-down",
		name: "Click while the line is down",
		async run({ click, set, wait }) {
			set("down", true);
			await wait(800);
			await click(START);
			await wait(3000);
			set("down", false);
		},
	},
	{
		slug: "the-line-dies",
		name: "The line dies, nobody notices",
		async run({ click, set, wait }) {
			await wait(500);
			set("dead", true);
			await wait(500);
			await click(START);
		},
	},
	{
		slug: "the-line-dies-the-visitor-moves-on",
		name: "The line dies, the visitor moves on",
		async run({ click, leave, set, wait }) {
			await wait(500);
			set("dead", true);
			await wait(300);
			await click(START);
			await wait(2200);
			await leave();
		},
	},
	{
		slug: "faster-than-crisp",
		name: "A returning visitor is faster than Crisp",
		options: { late: true, returning: true },
		async run({ click, wait }) {
			await wait(800);
			await click(START);
		},
	},
];
