import { describe, expect, it, vi } from "vitest";
import { type ChatbotPause, connectRelay, getState, onPaused, startChatbot } from "../../src/index.js";
import { connected, HUMAN, hashed, lookAway, openStreams, RELAY, useEventSource } from "./event-source.js";
import { changePage, IDLE_INTERVAL, installCrisp, JOINED, makeCrisp, onEachClient, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

const START = "start_chatbot";
const PAUSE: ChatbotPause = { reason: "human", value: HUMAN, source: "relay", replayed: false };

/** ms in which Crisp's client finds out about a dead line, reconnects, and is told again what was lost. */
const NOTICED = 60_000;

function listenToPauses() {
	const listener = vi.fn();
	onPaused(listener);
	return listener;
}

/** A page that has been open for a second, at whose relay nothing stands. */
async function openPage() {
	const crisp = await installCrisp();
	const listener = listenToPauses();
	const disconnect = connectRelay(RELAY);
	const stream = await connected();
	await pass(1000);
	return { crisp, listener, stream, disconnect };
}

/** A page at whose join, a second ago, Crisp's server held this. */
async function joinWith(value: string) {
	const crisp = makeCrisp();
	crisp.setServerData(value);
	crisp.install();
	connectRelay(RELAY);
	await pass(JOINED + 1000);
	const listener = listenToPauses();
	await pass(0);
	listener.mockClear();
	return { listener, stream: await connected() };
}

async function resetSession() {
	window.$crisp.push(["do", "session:reset"]);
	await pass(IDLE_INTERVAL + JOINED);
}

describe("a pause from the relay", () => {
	it("is told once, as it happens", async () => {
		const { listener, stream } = await openPage();
		stream.send(HUMAN);
		expect(getState().pause).toEqual(PAUSE);
		await pass(0);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
		stream.send(HUMAN);
		await pass(60_000);
		stream.send(HUMAN);
		await pass(60_000);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("ends when Enum is started again from elsewhere, and the next one is told", async () => {
		const { listener, stream } = await openPage();
		for (const [at, value] of [HUMAN, START, HUMAN].entries()) {
			stream.send(value, { at, age: 0 });
			await pass(0);
			expect(getState().pause).toEqual(value === HUMAN ? PAUSE : null);
		}
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("does not end when Enum is paused from elsewhere", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, { at: 1, age: 0 });
		stream.send("pause_chatbot", { at: 2, age: 0 });
		expect(getState().pause).toEqual(PAUSE);
	});

	it("is replayed where it stood before the page was opened", async () => {
		const { listener, stream } = await openPage();
		stream.send(HUMAN, { at: 1, age: 1001 });
		await pass(0);
		expect(listener.mock.calls).toEqual([[{ ...PAUSE, replayed: true }]]);
	});

	it("is new where it came while the page was not in view", async () => {
		const { listener } = await openPage();
		const stream = await lookAway(() => pass(60_000));
		stream.send(HUMAN, { at: 1, age: 60_000 });
		await pass(0);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
	});

	it("is not told again when the page comes back into view, nor after a start whose hook was lost", async () => {
		const { listener, stream } = await openPage();
		const at = Date.now();
		stream.send(HUMAN, { at });
		(await lookAway()).send(HUMAN, { at });
		startChatbot();
		await pass(3000);
		(await lookAway()).send(HUMAN, { at });
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(getState().pause).toBeNull();
	});

	it("is told by the next page too, as replayed", async () => {
		const { crisp, stream } = await openPage();
		const at = Date.now();
		stream.send(HUMAN, { at });
		stream.close();
		await pass(1000);
		changePage(crisp);
		const listener = listenToPauses();
		connectRelay(RELAY);
		await pass(JOINED + 1000);
		(await connected()).send(HUMAN, { at });
		await pass(0);
		expect(listener.mock.calls).toEqual([[{ ...PAUSE, replayed: true }]]);
	});

	it("of another session is told, however old", async () => {
		const { listener, stream } = await openPage();
		stream.send(HUMAN, { at: 5000, age: 0 });
		await resetSession();
		expect(getState().pause).toBeNull();
		(await connected()).send(HUMAN, { at: 4000, age: 60_000 });
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("does not come from the stream of a session that is over", async () => {
		const { listener, stream } = await openPage();
		await resetSession();
		stream.send(HUMAN);
		await pass(0);
		expect(listener).not.toHaveBeenCalled();
		expect(getState().pause).toBeNull();
	});

	it("that a join shows too is told once", async () => {
		const { listener, stream } = await joinWith(HUMAN);
		stream.send(HUMAN);
		await pass(60_000);
		expect(listener).not.toHaveBeenCalled();
	});

	it("is told once where the page has connected twice", async () => {
		const { listener, stream, disconnect } = await openPage();
		const at = Date.now();
		stream.send(HUMAN, { at });
		connectRelay(RELAY);
		disconnect();
		(await connected()).send(HUMAN, { at });
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("that a start of this page has ended is not told by a connection that is made later", async () => {
		const { listener, stream, disconnect } = await openPage();
		const at = Date.now();
		stream.send(HUMAN, { at });
		startChatbot();
		await pass(3000);
		disconnect();
		connectRelay(RELAY);
		(await connected()).send(HUMAN, { at });
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(getState().pause).toBeNull();
	});

	it("that has ended is not brought back by a second relay, which is slower", async () => {
		const { listener, stream } = await openPage();
		connectRelay("https://slower.example/");
		await hashed();
		const slower = openStreams().find((other) => other !== stream);
		const at = Date.now();
		stream.send(HUMAN, { at });
		await pass(1000);
		stream.send(START, { at: at + 1000 });
		await pass(1000);
		slower?.send(HUMAN, { at });
		await pass(0);
		expect(getState().pause).toBeNull();
		slower?.send(HUMAN, { at: at + 1001 });
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("that comes after a newer event is not told", async () => {
		const { stream } = await openPage();
		stream.send(START, { at: 2, age: 0 });
		stream.send(HUMAN, { at: 1, age: 0 });
		expect(getState().pause).toBeNull();
	});

	it("of the same millisecond as a start stands before it, in whatever order they come", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, { at: 7, age: 0 });
		stream.send(START, { at: 7, age: 0 });
		expect(getState().pause).toBeNull();
		stream.send(HUMAN, { at: 7, age: 0 });
		expect(getState().pause).toBeNull();
	});

	it("that comes twice is the same one, however late the second comes", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, { at: 1, age: 0 });
		startChatbot();
		await pass(3000);
		stream.send(HUMAN, { at: 1, age: 0 });
		expect(getState().pause).toBeNull();
	});

	it("that has ended is not told when Crisp reconnects and the stream is opened anew", async () => {
		const { crisp, stream } = await openPage();
		stream.send(HUMAN, { at: 1, age: 0 });
		stream.send(START, { at: 2, age: 0 });
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL * 2);
		const next = await connected();
		expect(next).not.toBe(stream);
		next.send(HUMAN, { at: 1, age: 0 });
		expect(getState().pause).toBeNull();
	});

	it("that comes between the writing of a start and its confirmation outlives the start", async () => {
		const { crisp, stream } = await openPage();
		startChatbot();
		await pass(1200);
		stream.send(HUMAN);
		await pass(3000);
		expect(crisp.told).toEqual([START]);
		expect(getState()).toMatchObject({ last: START, pending: 0, pause: { value: HUMAN } });
	});

	it.each([
		["nothing", ""],
		["no JSON", "{"],
		["null", "null"],
		["no value", `{"at":1,"age":0}`],
		["a value of another type", `{"value":1,"at":1,"age":0}`],
		// What it says of the time is not believed either.
		["a value that Enum does not know", `{"value":"0.123","at":9e15,"age":0}`],
		["no time", `{"value":"${HUMAN}"}`],
		["no time but an age", `{"value":"${HUMAN}","age":0}`],
		["a time that is none", `{"value":"${HUMAN}","at":"1","age":0}`],
		["an age that is none", `{"value":"${HUMAN}","at":9e15,"age":"0"}`],
	])("is not read from %s", async (_, data) => {
		const { listener, stream } = await openPage();
		stream.sendData(data);
		await pass(0);
		expect(listener).not.toHaveBeenCalled();
		stream.send(HUMAN);
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(1);
	});
});

describe("what stands at the relay when a stream is opened", () => {
	it("loses to a newer start that the join has shown: the relay may have missed its hook", async () => {
		const { listener, stream } = await joinWith(START);
		stream.send(HUMAN, { at: 1, age: 60_000 });
		await pass(0);
		expect(listener).not.toHaveBeenCalled();
		(await lookAway()).send(HUMAN, { at: 2, age: 0 });
		expect(getState().pause).toEqual(PAUSE);
	});

	it("loses to it also where the page connects later than the join", async () => {
		const { stream } = await joinWith(START);
		stream.close();
		await pass(60_000);
		connectRelay(RELAY);
		const late = await connected();
		late.send(HUMAN, { at: 1, age: 62_500 });
		expect(getState().pause).toBeNull();
		late.send(HUMAN, { at: 2, age: 1000 });
		expect(getState().pause).toEqual({ ...PAUSE, replayed: true });
	});

	it("loses to a newer pause that the join has shown", async () => {
		const { stream } = await joinWith(HUMAN);
		stream.send(START, { at: 1, age: 60_000 });
		expect(getState().pause).toMatchObject({ value: HUMAN, source: "session" });
	});

	it("counts where the join has shown something that is not Enum's", async () => {
		const { stream } = await joinWith("0.123");
		stream.send(HUMAN, { at: 1, age: 60_000 });
		expect(getState().pause?.value).toBe(HUMAN);
	});

	it("counts where it came between the writing of a start and its confirmation", async () => {
		await openPage();
		startChatbot();
		await pass(3000);
		(await lookAway()).send(HUMAN, { at: 1, age: 1800 });
		expect(getState().pause?.value).toBe(HUMAN);
	});
});

describe("a start that a dead line has lost", () => {
	async function startOnDeadLine() {
		const page = await openPage();
		page.crisp.drop({ unnoticed: true });
		startChatbot();
		await pass(3000);
		expect(getState().last).toBe(START);
		return page;
	}

	it("is not delivered again over a pause from the relay", async () => {
		const { crisp, stream } = await startOnDeadLine();
		stream.send(HUMAN);
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
	});

	it("is delivered again where the relay tells of an older pause only", async () => {
		const { crisp, stream } = await startOnDeadLine();
		stream.send(HUMAN, { at: 1, age: 60_000 });
		await pass(NOTICED);
		expect(crisp.told).toEqual([START]);
	});
});

it("a client that hands out copies has its delivered start overwritten by the pause, so that it does not say it again", async () => {
	const crisp = await installCrisp({ liveData: false });
	connectRelay(RELAY);
	const stream = await connected();
	startChatbot();
	await pass(3000);
	crisp.pause("human");
	stream.send(HUMAN);
	await pass(1000);
	crisp.drop();
	crisp.restore();
	await pass(30_000);
	expect(crisp.told).toEqual([START]);
	expect(crisp.serverValue).toBe(HUMAN);
});

onEachClient(() => {
	it("a whole conversation: started here, paused for a human, started from elsewhere", async () => {
		const { crisp, listener, stream } = await openPage();
		startChatbot();
		await pass(3000);
		stream.send(START);
		await pass(1000);
		stream.send(HUMAN);
		await pass(1000);
		stream.send(START);
		await hashed();
		expect(crisp.told).toEqual([START]);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(getState()).toMatchObject({ pause: null, last: START, pending: 0 });
	});
});
