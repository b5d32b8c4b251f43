import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { pauseChatbot, startChatbot } from "../../../src/index.js";
import { createRelay, memoryBus, type Relay, type RelayEvent } from "../../../src/server/index.js";
import type { FakeCrisp, FakeHookOptions } from "../../../src/testing/index.js";
import { installCrisp, usePage } from "../helpers.js";

usePage();

const SECRETS = { secret: "fake-crisp", signingSecret: "the plugin's signing secret" };
const HUMAN = "chatbot_paused:human";

let relay: Relay;
/** What the relay has refused. */
let refused: string[];

beforeEach(() => {
	refused = [];
	relay = createRelay({ ...SECRETS, log: (line) => refused.push(line) });
});
afterEach(async () => {
	await relay.close();
	expect(refused).toEqual([]);
});

/** A page that listens. Returns what its stream has sent so far. */
async function listen({ session }: FakeCrisp): Promise<RelayEvent[]> {
	const hash = createHash("sha256").update(session).digest("hex");
	const response = await relay.fetch(new Request(`https://shop.example/crisp-signals?session=${hash}`));
	expect(response.status).toBe(200);
	const events: RelayEvent[] = [];
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	async function read() {
		for (let next = await reader.read(); next.value; next = await reader.read()) {
			const [, data] = /^data: (.*)$/m.exec(new TextDecoder().decode(next.value)) ?? [];
			if (data) events.push(JSON.parse(data));
		}
	}
	read();
	return events;
}

const installHooked = (hook: Partial<FakeHookOptions> = {}) => installCrisp({ hook: { send: relay.fetch, ...hook } });

/** Time passes, the hooks of it are answered, and what the stream has sent is read. */
async function pass({ hooks }: FakeCrisp, ms: number): Promise<void> {
	await vi.advanceTimersByTimeAsync(ms);
	await hooks.settled();
	await vi.advanceTimersByTimeAsync(0);
}

/** Changes of one time are one moment to the relay, so each of these has its own. */
async function inTurn(crisp: FakeCrisp, ...changes: (() => void)[]): Promise<void> {
	for (const change of changes) {
		change();
		await pass(crisp, 10);
	}
}

/** Without their age, which is as long as the stream takes. */
const changesOf = (events: readonly RelayEvent[]) => events.map(({ value, at }) => ({ value, at }));

const valuesOf = (events: readonly RelayEvent[]) => events.map(({ value }) => value);

describe.each([
	["a website's hooks", {}],
	["a plugin's hooks", { signingSecret: SECRETS.signingSecret }],
])("%s, and the real relay", (_, hook) => {
	test("the page's signals and Enum's pauses are streamed with their times, the dummies are not", async () => {
		const crisp = await installHooked(hook);
		const events = await listen(crisp);
		const started = startChatbot();
		await pass(crisp, 3_000);
		await started;
		await inTurn(crisp, () => crisp.pause());
		const paused = pauseChatbot();
		await pass(crisp, 3_000);
		await paused;
		await inTurn(crisp, () => crisp.setServerData("start_chatbot"));
		const isSignal = ({ value }: { value: unknown }) => typeof value === "string";
		const changes = crisp.enumLog.filter(isSignal).map(({ at, value }) => ({ value, at }));
		expect(valuesOf(events)).toEqual(["start_chatbot", HUMAN, "pause_chatbot", "start_chatbot"]);
		expect(changesOf(events)).toEqual(changes);
		expect(crisp.hooks.sent).toHaveLength(crisp.enumLog.length);
		expect(new Set(crisp.hooks.sent.map(({ status }) => status))).toEqual(new Set([204]));
	});

	test("a hook that comes twice is streamed once", async () => {
		const crisp = await installHooked(hook);
		const events = await listen(crisp);
		crisp.hooks.next({ twice: true });
		await inTurn(crisp, () => crisp.pause());
		expect(crisp.hooks.sent).toHaveLength(2);
		expect(valuesOf(events)).toEqual([HUMAN]);
	});

	test("a pause that comes after a later start is not streamed", async () => {
		const crisp = await installHooked(hook);
		const events = await listen(crisp);
		crisp.hooks.next({ delay: 2_000 });
		await inTurn(
			crisp,
			() => crisp.pause(),
			() => crisp.setServerData("start_chatbot"),
		);
		await pass(crisp, 2_000);
		expect(crisp.hooks.sent.map(({ data }) => data.enum)).toEqual(["start_chatbot", HUMAN]);
		expect(valuesOf(events)).toEqual(["start_chatbot"]);
	});

	test("a late hook that nothing has overtaken is streamed, with the time of the change", async () => {
		const crisp = await installHooked({ ...hook, delay: 2_000 });
		const events = await listen(crisp);
		const at = Date.now();
		await inTurn(crisp, () => crisp.pause());
		expect(events).toEqual([]);
		await pass(crisp, 2_000);
		expect(changesOf(events)).toEqual([{ value: HUMAN, at }]);
	});

	test("a lost hook is made up for by the next one alone", async () => {
		const crisp = await installHooked(hook);
		const events = await listen(crisp);
		crisp.hooks.next({ lost: true });
		await inTurn(
			crisp,
			() => crisp.pause(),
			() => crisp.setServerData("start_chatbot"),
		);
		expect(valuesOf(events)).toEqual(["start_chatbot"]);
	});

	test("a page that listens later hears the last of all first", async () => {
		const crisp = await installHooked(hook);
		await inTurn(
			crisp,
			() => crisp.setServerData("start_chatbot"),
			() => crisp.pause(),
		);
		const events = await listen(crisp);
		await pass(crisp, 0);
		expect(valuesOf(events)).toEqual([HUMAN]);
	});
});

describe("secrets that are not the relay's", () => {
	test.each([
		["secret", { secret: "another" }, "Expected a valid secret"],
		["signing secret", { signingSecret: "another" }, "Expected a valid X-Crisp-Signature"],
	])("a hook with another %s is refused", async (_, hook, reason) => {
		const crisp = await installHooked(hook);
		await inTurn(crisp, () => crisp.pause());
		expect(crisp.hooks.sent.map(({ status }) => status)).toEqual([401]);
		expect(refused.splice(0)).toEqual([`Refused POST with 401: ${reason}`]);
	});
});

describe("while the relay cannot keep what it is told", () => {
	/** As with a Redis that is away for a moment. */
	function breakBus() {
		const bus = memoryBus();
		vi.spyOn(bus, "publish").mockRejectedValueOnce(new Error("away"));
		relay = createRelay({ ...SECRETS, bus });
	}

	test("a plugin's hook comes again, and is streamed with the time of the change", async () => {
		breakBus();
		const crisp = await installHooked({ signingSecret: SECRETS.signingSecret });
		const events = await listen(crisp);
		const at = Date.now();
		await inTurn(crisp, () => crisp.pause());
		expect(events).toEqual([]);
		await pass(crisp, 5_000);
		expect(crisp.hooks.sent.map(({ status }) => status)).toEqual([503, 204]);
		expect(changesOf(events)).toEqual([{ value: HUMAN, at }]);
	});

	test("a plugin's hook that comes again after a later start is not streamed", async () => {
		breakBus();
		const crisp = await installHooked({ signingSecret: SECRETS.signingSecret });
		const events = await listen(crisp);
		await inTurn(
			crisp,
			() => crisp.pause(),
			() => crisp.setServerData("start_chatbot"),
		);
		await pass(crisp, 5_000);
		expect(crisp.hooks.sent.map(({ status }) => status)).toEqual([503, 204, 204]);
		expect(valuesOf(events)).toEqual(["start_chatbot"]);
	});

	test("a website's hook is lost", async () => {
		breakBus();
		const crisp = await installHooked();
		const events = await listen(crisp);
		await inTurn(crisp, () => crisp.pause());
		await pass(crisp, 60_000);
		expect(crisp.hooks.sent.map(({ status }) => status)).toEqual([503]);
		expect(events).toEqual([]);
	});
});
