import { describe, expect, it, vi } from "vitest";
import type { ChatbotPause } from "../../../src/index.js";
import {
	changePage,
	IDLE_INTERVAL,
	installCrisp,
	JOINED,
	makeChatbot,
	makeCrisp,
	onEachClient,
	pass,
	usePage,
} from "../helpers.js";
import { connected, HUMAN, hashed, lookAway, openStreams, RELAY, useEventSource } from "./relay.js";

usePage();
useEventSource();

const START = "start_chatbot";
const PAUSE: ChatbotPause = { reason: "human", value: HUMAN, source: "relay", replayed: false };

/** ms after which what a stream tells has not stood when it was opened. */
const LIVE = 2000;

/** ms in which Crisp's client finds out about a dead line, reconnects, and is told again what was lost. */
const NOTICED = 60_000;

/** A page that has heard what stands at its relay, which is nothing. */
async function openPage() {
	const crisp = await installCrisp();
	const chatbot = makeChatbot();
	const listener = vi.fn();
	chatbot.onPaused(listener);
	const disconnect = chatbot.connectRelay(RELAY);
	const stream = await connected();
	await pass(LIVE);
	return { crisp, chatbot, listener, stream, disconnect };
}

/** A page at whose join Crisp's server holds this. */
async function joinWith(value: string) {
	const crisp = makeCrisp();
	crisp.setServerData(value);
	crisp.install();
	const chatbot = makeChatbot();
	const listener = vi.fn();
	chatbot.connectRelay(RELAY);
	await pass(JOINED + 1000);
	chatbot.onPaused(listener);
	await pass(0);
	listener.mockClear();
	return { crisp, chatbot, listener, stream: await connected() };
}

describe("a pause from the relay", () => {
	it("is told once, as it happens", async () => {
		const { chatbot, listener, stream } = await openPage();
		stream.send(HUMAN);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
		expect(chatbot.getState().pause).toEqual(PAUSE);
		stream.send(HUMAN);
		await pass(60_000);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("ends when Enum is started again from elsewhere, and the next one is told", async () => {
		const { chatbot, listener, stream } = await openPage();
		stream.send(HUMAN, 1);
		stream.send(START, 2);
		expect(chatbot.getState().pause).toBeNull();
		stream.send(HUMAN, 3);
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("does not end when Enum is paused from elsewhere", async () => {
		const { chatbot, stream } = await openPage();
		stream.send(HUMAN, 1);
		stream.send("pause_chatbot", 2);
		expect(chatbot.getState().pause).toEqual(PAUSE);
	});

	it("is replayed where it stood when the page was opened", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		chatbot.connectRelay(RELAY);
		(await connected()).send(HUMAN);
		expect(chatbot.getState().pause).toEqual({ ...PAUSE, replayed: true });
	});

	it("is new where it came while the page was not in view", async () => {
		const { listener } = await openPage();
		const stream = await lookAway(() => pass(60_000));
		stream.send(HUMAN);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
	});

	it("is not told again when the page comes back into view, nor after a start whose hook was lost", async () => {
		const { chatbot, listener, stream } = await openPage();
		stream.send(HUMAN, 5000);
		(await lookAway()).send(HUMAN, 5000);
		expect(listener).toHaveBeenCalledTimes(1);
		chatbot.startChatbot();
		await pass(3000);
		(await lookAway()).send(HUMAN, 5000);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("is not told again by the next page of the tab, but a newer one is", async () => {
		const { crisp, stream } = await openPage();
		stream.send(HUMAN, 5000);
		changePage(crisp);
		const { listener, stream: next } = await openAgain();
		next.send(HUMAN, 5000);
		expect(listener).not.toHaveBeenCalled();
		next.send(HUMAN, 5001);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	async function openAgain() {
		const chatbot = makeChatbot();
		const listener = vi.fn();
		chatbot.onPaused(listener);
		chatbot.connectRelay(RELAY);
		await pass(JOINED + 1000);
		return { listener, stream: await connected() };
	}

	it("is told where no storage is to be had", async () => {
		vi.stubGlobal("sessionStorage", undefined);
		const { listener, stream } = await openPage();
		stream.send(HUMAN);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("of another session is told, however old", async () => {
		const { listener, stream } = await openPage();
		stream.send(HUMAN, 5000);
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL + JOINED);
		(await connected()).send(HUMAN, 4000);
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("does not come from the stream of a session that is over", async () => {
		const { chatbot, listener, stream } = await openPage();
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL + JOINED);
		stream.send(HUMAN);
		expect(listener).not.toHaveBeenCalled();
		expect(chatbot.getState().pause).toBeNull();
	});

	it("that a join shows too is told once", async () => {
		const { listener, stream } = await joinWith(HUMAN);
		stream.send(HUMAN);
		await pass(60_000);
		expect(listener).not.toHaveBeenCalled();
	});

	it("of the same millisecond as a start stands before it", async () => {
		const { chatbot, stream } = await openPage();
		stream.send(HUMAN, 7);
		stream.send(START, 7);
		stream.send(HUMAN, 7);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("reaches a chatbot that connects later, as replayed", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN);
		const late = makeChatbot();
		late.connectRelay(RELAY);
		expect(late.getState().pause).toEqual({ ...PAUSE, replayed: true });
		expect(openStreams()).toHaveLength(1);
	});

	it("that a start of this page has ended does not reach a chatbot that connects later", async () => {
		const { chatbot, stream } = await openPage();
		stream.send(HUMAN);
		await pass(1000);
		chatbot.startChatbot();
		await pass(3000);
		const late = makeChatbot();
		late.connectRelay(RELAY);
		expect(late.getState().pause).toBeNull();
		await hashed();
		expect(openStreams()).toHaveLength(1);
	});

	it.each([
		["is ahead", -300_000],
		["is behind", 300_000],
	])("reaches one that connects later if no start has ended it, where the visitor's clock %s", async (_, off) => {
		const { chatbot, stream } = await openPage();
		const connectLate = () => {
			const late = makeChatbot();
			late.connectRelay(RELAY);
			return late.getState().pause?.value;
		};
		chatbot.startChatbot();
		await pass(60_000);
		stream.send(HUMAN, Date.now() + off);
		expect(connectLate()).toBe(HUMAN);
		await pass(60_000);
		chatbot.startChatbot();
		await pass(3000);
		expect(connectLate()).toBeUndefined();
	});

	it("reaches one that connects later if it came between the writing of a start and its confirmation", async () => {
		const { chatbot, stream } = await openPage();
		chatbot.startChatbot();
		await pass(1200);
		stream.send(HUMAN);
		await pass(3000);
		expect(chatbot.getState().pause?.value).toBe(HUMAN);
		const late = makeChatbot();
		late.connectRelay(RELAY);
		expect(late.getState().pause?.value).toBe(HUMAN);
	});

	it("of another session is not told to a chatbot that connects again", async () => {
		const { chatbot, stream, disconnect } = await openPage();
		stream.send(HUMAN);
		disconnect();
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL + JOINED);
		expect(chatbot.getState().pause).toBeNull();
		chatbot.connectRelay(RELAY);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("that comes after a newer event is not told", async () => {
		const { chatbot, stream } = await openPage();
		stream.send(START, 2);
		stream.send(HUMAN, 1);
		expect(chatbot.getState().pause).toBeNull();
	});

	it("of a session that is over does not reach a chatbot that connects later", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN);
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL + JOINED);
		const late = makeChatbot();
		late.connectRelay(RELAY);
		expect(late.getState().pause).toBeNull();
	});

	it.each([
		["nothing", ""],
		["no JSON", "{"],
		["null", "null"],
		["no value", `{"at":1}`],
		["a value of another type", `{"value":1,"at":1}`],
		// What it says of the time is not believed either.
		["a value that Enum does not know", `{"value":"0.123","at":9e15}`],
		["no time", `{"value":"${HUMAN}"}`],
		["a time that is none", `{"value":"${HUMAN}","at":"1"}`],
	])("is not read from %s", async (_, data) => {
		const { listener, stream } = await openPage();
		stream.sendData(data);
		expect(listener).not.toHaveBeenCalled();
		stream.send(HUMAN);
		expect(listener).toHaveBeenCalledTimes(1);
	});
});

describe("what stands at the relay when a stream is opened", () => {
	it("loses to a newer start that the join has shown: the relay may have missed its hook", async () => {
		const { chatbot, listener, stream } = await joinWith(START);
		stream.send(HUMAN, Date.now() - 60_000);
		expect(listener).not.toHaveBeenCalled();
		(await lookAway()).send(HUMAN, Date.now());
		expect(chatbot.getState().pause).toEqual(PAUSE);
	});

	it("loses to it also where the chatbot connects later than the join", async () => {
		const crisp = makeCrisp();
		crisp.setServerData(START);
		crisp.install();
		const chatbot = makeChatbot();
		await pass(JOINED + 1000);
		const old = Date.now() - 60_000;
		await pass(60_000);
		chatbot.connectRelay(RELAY);
		(await connected()).send(HUMAN, old);
		expect(chatbot.getState().pause).toBeNull();
		(await lookAway()).send(HUMAN, Date.now() - 1000);
		expect(chatbot.getState().pause).toEqual(PAUSE);
	});

	it("loses to a newer pause that the join has shown", async () => {
		const { chatbot, stream } = await joinWith(HUMAN);
		stream.send(START, Date.now() - 60_000);
		expect(chatbot.getState().pause?.value).toBe(HUMAN);
	});

	it("counts where the join has shown something that is not Enum's", async () => {
		const { chatbot, stream } = await joinWith("0.123");
		stream.send(HUMAN, Date.now() - 60_000);
		expect(chatbot.getState().pause?.value).toBe(HUMAN);
	});

	it("loses to a newer start of this page whose hook was lost, also for a chatbot that connects later", async () => {
		const { chatbot } = await openPage();
		const old = Date.now();
		await pass(1000);
		chatbot.startChatbot();
		await pass(3000);
		const late = makeChatbot();
		await pass(60_000);
		late.connectRelay(RELAY);
		(await lookAway()).send(HUMAN, old);
		expect(chatbot.getState().pause).toBeNull();
		expect(late.getState().pause).toBeNull();
	});

	it("counts where it came between the writing of a start and its confirmation", async () => {
		const { chatbot } = await openPage();
		const calledAt = Date.now();
		chatbot.startChatbot();
		await pass(3000);
		(await lookAway()).send(HUMAN, calledAt + 1300);
		expect(chatbot.getState().pause?.value).toBe(HUMAN);
	});

	it("is told at once by a later first event, whatever the clock of the visitor says", async () => {
		const { listener, stream } = await joinWith(START);
		await pass(LIVE);
		stream.send(HUMAN, Date.now() - 600_000);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("is live from the second event on", async () => {
		const { listener, stream } = await joinWith(START);
		stream.send(START, Date.now() - 600_001);
		stream.send(HUMAN, Date.now() - 600_000);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
	});
});

describe("an echo of our own signal", () => {
	/** A page that takes its start for delivered, while it has never reached Crisp's server. */
	async function startOnDeadLine() {
		const page = await openPage();
		page.crisp.drop({ unnoticed: true });
		page.chatbot.startChatbot();
		await pass(3000);
		expect(page.chatbot.getState().last).toBe(START);
		expect(page.crisp.told).toEqual([]);
		return page;
	}

	it("proves it: it is not delivered again", async () => {
		const { crisp, stream } = await startOnDeadLine();
		stream.send("pause_chatbot", Date.now() - 10_000);
		stream.send(START);
		await pass(NOTICED);
		expect(crisp.told).toEqual([]);
	});

	it("proves it also where it comes before the signal is read back", async () => {
		const { crisp, chatbot, stream } = await openPage();
		stream.send("pause_chatbot", Date.now() - 10_000);
		crisp.onChange(() => {
			if (crisp.told.length && chatbot.getState().pending) stream.send(START);
		});
		chatbot.startChatbot();
		await pass(3000);
		// As if it had never arrived.
		crisp.setServerData(null);
		crisp.drop();
		crisp.restore();
		await pass(NOTICED);
		expect(crisp.told).toEqual([START]);
	});

	it.each([
		["that is the stream's first event", [[START, 0]]],
		[
			"that is older than the call",
			[
				["pause_chatbot", -10_000],
				[START, -9000],
			],
		],
		[
			"of another signal",
			[
				[START, -5000],
				["pause_chatbot", 0],
			],
		],
	] as const)("%s proves nothing", async (_, events) => {
		const { crisp, stream } = await startOnDeadLine();
		for (const [value, age] of events) stream.send(value, Date.now() + age);
		await pass(NOTICED);
		expect(crisp.told).toEqual([START]);
	});
});

describe("a client that hands out copies", () => {
	it("has the place of a delivered start taken by the pause, so that it does not say that again", async () => {
		const crisp = await installCrisp({ liveData: false });
		const chatbot = makeChatbot();
		chatbot.connectRelay(RELAY);
		const stream = await connected();
		chatbot.startChatbot();
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
});

onEachClient(() => {
	it("a whole conversation: started here, paused for a human, started from elsewhere", async () => {
		const { crisp, chatbot, listener, stream } = await openPage();
		chatbot.startChatbot();
		await pass(3000);
		stream.send(START);
		stream.send(HUMAN, Date.now() + 1);
		stream.send(START, Date.now() + 2);
		await hashed();
		expect(crisp.told).toEqual([START]);
		expect(listener).toHaveBeenCalledTimes(1);
		expect(chatbot.getState()).toMatchObject({ pause: null, last: START, pending: 0 });
	});
});
