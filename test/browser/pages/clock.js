// Time stands still but for `pass(ms)`, so that ten thousand signals take seconds, and a minute takes none.
let now = 1e12;
let count = 0;
const waiting = new Map();

Date.now = () => now;
performance.now = () => now - 1e12;
window.setTimeout = (callback, ms = 0) => {
	count += 1;
	waiting.set(count, { at: now + ms, callback });
	return count;
};
window.clearTimeout = (id) => waiting.delete(id);
window.timers = waiting;

function findNext(end) {
	let next;
	for (const [id, { at }] of waiting) if (at <= end && !(waiting.get(next)?.at <= at)) next = id;
	return next;
}

const { port1, port2 } = new MessageChannel();
const tasks = [];
port1.onmessage = () => tasks.shift()();

/** A driver's script has ended by then, and so has the timer that would end it. */
const nextTask = () =>
	new Promise((resolve) => {
		tasks.push(resolve);
		port2.postMessage(null);
	});

window.pass = async (ms) => {
	await nextTask();
	const end = now + ms;
	for (let id = findNext(end); id; id = findNext(end)) {
		const { at, callback } = waiting.get(id);
		waiting.delete(id);
		now = at;
		callback();
		await null;
	}
	now = end;
};
