import { describe, expect, it, vi } from "vitest";
import { type ChatbotPause, connectRelay, getState, onPaused, startChatbot } from "../../src/index.js";
import { connected, HUMAN, RELAY, useEventSource } from "./event-source.js";
import { installCrisp, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

const PAUSE: ChatbotPause = { reason: "human", value: HUMAN, source: "relay", replayed: false };
const DAY = 86_400_000;

/** A page that has been open for a second, at whose relay nothing stands. */
async function openPage() {
	await installCrisp();
	const listener = vi.fn();
	onPaused(listener);
	connectRelay(RELAY);
	const stream = await connected();
	await pass(1000);
	return { listener, stream };
}

describe.each([
	["is right", 0],
	["is a day early", DAY],
	["is a day late", -DAY],
])("where the visitor's clock %s", (_, off) => {
	/** What has happened so many ms ago, as the relay tells it. */
	const ago = (age: number) => ({ at: Date.now() + off - age, age });

	it("a pause of now is new", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, ago(0));
		expect(getState().pause).toEqual(PAUSE);
	});

	it("a pause from before the page is replayed", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, ago(5000));
		expect(getState().pause).toEqual({ ...PAUSE, replayed: true });
	});

	it("an event that is older than a start of this page is ignored, a newer one is not", async () => {
		const { listener, stream } = await openPage();
		startChatbot();
		// The value is written after one second.
		await pass(60_000);
		stream.send(HUMAN, ago(59_500));
		expect(getState().pause).toBeNull();
		stream.send(HUMAN, ago(58_500));
		await pass(0);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
	});

	it("a start of this page ends a pause that came before", async () => {
		const { stream } = await openPage();
		stream.send(HUMAN, ago(0));
		await pass(1000);
		startChatbot();
		await pass(3000);
		expect(getState().pause).toBeNull();
	});
});

describe("the age of an event", () => {
	const withoutAge = (at: number) => JSON.stringify({ value: HUMAN, at });

	it.each([
		[1000, false],
		[1001, true],
	])("is counted by the visitor's clock where the relay sends none (%s ms ago)", async (age, replayed) => {
		const { stream } = await openPage();
		stream.sendData(withoutAge(Date.now() - age));
		expect(getState().pause).toEqual({ ...PAUSE, replayed });
	});

	it("is never below zero: a start of this page ends a pause from the future", async () => {
		const { stream } = await openPage();
		for (const data of [JSON.stringify({ value: HUMAN, at: 1, age: -DAY }), withoutAge(Date.now() + DAY)]) {
			stream.sendData(data);
			expect(getState().pause).toEqual(PAUSE);
			startChatbot();
			await pass(3000);
			expect(getState().pause).toBeNull();
		}
	});

	it("that is absurd harms nothing: the next event is told", async () => {
		const { listener, stream } = await openPage();
		stream.send(HUMAN, { at: 1, age: 1e300 });
		stream.send(HUMAN, { at: 2, age: 0 });
		await pass(0);
		expect(listener.mock.calls).toEqual([[PAUSE]]);
	});
});

it("a pause is told that arrives at once with the start before it, though its hook was slower", async () => {
	const { listener, stream } = await openPage();
	stream.send("start_chatbot", { at: 20, age: 0 });
	stream.send(HUMAN, { at: 30, age: 2 });
	await pass(0);
	expect(listener).toHaveBeenCalledTimes(1);
});
