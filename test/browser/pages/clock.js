// Time stands still but for `pass(ms)`, so that ten thousand signals take seconds.
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

window.pass = async (ms) => {
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

const data = new Map();
window.$crisp = {
	push: ([, , [key, value]]) => data.set(key, Number(value) || value),
	get: (name, key) => (name === "session:identifier" ? "session" : data.get(key)),
};
