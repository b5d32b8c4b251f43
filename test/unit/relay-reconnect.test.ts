import { beforeEach, describe, expect, it, vi } from "vitest";
import { connectRelay, onPaused } from "../../src/index.js";
import { type Bus, createRelay, memoryBus, type Relay } from "../../src/server/index.js";
import { FakeEventSource, HUMAN, hashed, hashOf, openStreams, RELAY, useEventSource } from "./event-source.js";
import { installCrisp, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

const FIVE_MINUTES = 300_000;

/** ms from a request to its answer. */
const ROUND_TRIP = 100;

let bus: Bus;
let relay: Relay;
/** ms after which the host ends a stream. */
let life: number;

beforeEach(() => {
	bus = memoryBus();
	relay = createRelay({ secret: "of the hook", bus });
	life = Number.POSITIVE_INFINITY;
	vi.stubGlobal("EventSource", BrowserEventSource);
});

/** Talks to a relay through a host that ends streams, and reconnects after the relay's `retry`, as browsers do. */
class BrowserEventSource extends FakeEventSource {
	retry = 3000;
	lastEventId = "";
	/** The line is dead: what the relay sends is lost, and nobody is told. */
	isDead = false;

	constructor(url: string, options: EventSourceInit) {
		super(url, options);
		setTimeout(() => this.connect(), ROUND_TRIP);
	}

	private async connect(): Promise<void> {
		const headers = { "Last-Event-ID": this.lastEventId };
		const { body } = await relay.fetch(new Request(this.url, { headers }));
		const reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
		this.open();
		setTimeout(() => void reader.cancel(), life);
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			if (!this.isDead) this.take(new TextDecoder().decode(next.value));
		}
		this.drop();
		setTimeout(() => this.connect(), this.retry + ROUND_TRIP);
	}

	private take(text: string): void {
		const read = (name: string) => text.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
		this.retry = Number(read("retry") ?? this.retry);
		this.lastEventId = read("id") ?? this.lastEventId;
		const data = read("data");
		if (data) this.sendData(data);
	}
}

/** A page that is open for a second. */
async function openPage() {
	await installCrisp();
	const listener = vi.fn();
	onPaused(listener);
	connectRelay(RELAY);
	await hashed();
	await pass(1000);
	return listener;
}

const isConnected = () => openStreams().some(({ readyState }) => readyState === FakeEventSource.OPEN);

const tellPause = () =>
	bus.publish(`enum:${hashOf(window.$crisp.get("session:identifier"))}`, { value: HUMAN, at: Date.now() });

const livePause = expect.objectContaining({ value: HUMAN, source: "relay", replayed: false });

describe.each([10, 25, 100])("behind a host that ends each stream after %s s, the page", (seconds) => {
	beforeEach(() => {
		life = seconds * 1000;
	});

	it.each([
		["on average", 0.5],
		["at worst", 1 - Number.EPSILON],
	])(
		"is connected more than 90 %% of five minutes, where the browser waits as long as it is told %s",
		async (_, random) => {
			vi.spyOn(Math, "random").mockReturnValue(random);
			await openPage();
			let connected = 0;
			for (let passed = 0; passed < FIVE_MINUTES; passed += 100) {
				await pass(100);
				if (isConnected()) connected += 100;
			}
			expect(connected / FIVE_MINUTES).toBeGreaterThan(0.9);
		},
	);

	it("hears of a pause that came in a gap as soon as the gap is over", async () => {
		const listener = await openPage();
		while (isConnected()) await pass(100);
		await tellPause();
		while (!isConnected()) await pass(100);
		await pass(0);
		expect(listener.mock.calls).toEqual([[livePause]]);
	});
});

describe("where the line to the relay has died without a word, the page", () => {
	it("hears of a pause when the browser is online again", async () => {
		const listener = await openPage();
		const [stream] = openStreams() as BrowserEventSource[];
		Object.assign(stream as BrowserEventSource, { isDead: true });
		await tellPause();
		await pass(FIVE_MINUTES);
		expect(listener).not.toHaveBeenCalled();
		window.dispatchEvent(new Event("online"));
		await pass(ROUND_TRIP);
		expect(listener.mock.calls).toEqual([[livePause]]);
	});
});
