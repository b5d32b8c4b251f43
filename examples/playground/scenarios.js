const START = "#start";
const PAUSE = "#pause";
const LEAVE = "#leave";

/** One click each: what happens, in order. `wait` takes ms. */
export const SCENARIOS = [
	{
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
		name: "Click, then leave the page",
		worksOnReal: true,
		async run({ click, wait }) {
			await click(START);
			await wait(500);
			await click(LEAVE);
		},
	},
	{
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
		name: "A human takes over, the line blinks",
		async run({ click, set, wait }) {
			await click(START);
			await wait(4500);
			set("human", true);
			await wait(1000);
			set("down", true);
			await wait(1000);
			set("down", false);
		},
	},
	{
		name: "The line dies, nobody notices",
		async run({ click, set, wait }) {
			await wait(500);
			set("dead", true);
			await wait(500);
			await click(START);
		},
	},
	{
		name: "The line dies, the visitor moves on",
		async run({ click, set, wait }) {
			await wait(500);
			set("dead", true);
			await wait(300);
			await click(START);
			await wait(2200);
			await click(LEAVE);
		},
	},
	{
		name: "A returning visitor is faster than Crisp",
		options: { late: true, returning: true },
		async run({ click, wait }) {
			await wait(800);
			await click(START);
		},
	},
];
