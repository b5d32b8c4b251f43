import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { type Chatbot, SignalError } from "../../src/index.js";
import type { FakeCrisp, FakeCrispOptions } from "../../src/testing/index.js";
import { changePage, closePage, makeChatbot, makeCrisp, openPage } from "./helpers.js";

/** Sequences in `npm test`; `npm run fuzz` goes on until it is stopped. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 10_000);

/** One signal as the site sees it, and what Enum may be told of it. */
interface Call {
	letter: string;
	outcome: "pending" | "sent" | "rejected" | "left to the next page";
	/** Aborted, destroyed, or called with a short timeout: nothing else is a reason not to deliver. */
	mayFail: boolean;
	/** The session may have been reset just after it was told, and before that was seen: then the new one is told too. */
	mayRepeat: boolean;
	abort: AbortController;
}

/** ms; longer than a sequence takes. */
const TIMEOUT = 300_000;

/** ms after which all is parked. */
const QUIET = 4000;

/** The page, with two chatbots as from two copies of the library, and what is expected of it. */
class Model {
	readonly crisp: FakeCrisp;
	readonly calls: Call[] = [];
	readonly faults: string[] = [];
	chatbots!: [Chatbot, Chatbot];
	quietSince = 0;

	constructor(options: FakeCrispOptions) {
		this.crisp = makeCrisp(options);
		this.start();
	}

	/** What a page does when it starts. */
	start() {
		this.chatbots = [makeChatbot({ timeout: TIMEOUT }), makeChatbot({ timeout: TIMEOUT })];
		for (const chatbot of this.chatbots) this.observe(chatbot);
		this.stir();
	}

	observe(chatbot: Chatbot) {
		let told: string | undefined;
		chatbot.onPaused(({ value }) => {
			if (value === told) this.faults.push(`${value} was told twice`);
			told = value;
		});
		chatbot.subscribe(() => {
			if (!chatbot.getState().pause) told = undefined;
			this.stir();
		});
	}

	stir() {
		this.quietSince = Date.now();
	}

	get pending() {
		return this.chatbots[0].getState().pending + this.chatbots[1].getState().pending;
	}

	call(copy: 0 | 1, signal: "start" | "pause", timeout: number | undefined) {
		const abort = new AbortController();
		const call: Call = {
			letter: signal[0] as string,
			outcome: "pending",
			mayFail: timeout !== undefined,
			mayRepeat: false,
			abort,
		};
		this.calls.push(call);
		const chatbot = this.chatbots[copy];
		const options = { signal: abort.signal, timeout };
		const receipt = signal === "start" ? chatbot.startChatbot(options) : chatbot.pauseChatbot(options);
		receipt.then(
			() => this.settle(call, "sent"),
			(error) => {
				if (!(error instanceof SignalError && call.mayFail)) this.faults.push(`${call.letter} has failed: ${error}`);
				this.settle(call, "rejected");
			},
		);
	}

	settle(call: Call, outcome: Call["outcome"]) {
		if (call.outcome === "left to the next page") this.faults.push("a promise of a page that is gone has settled");
		call.outcome = outcome;
	}

	/** The last calls of this page are the interesting ones. */
	abort(index: number) {
		const call = this.calls.filter(({ outcome }) => outcome === "pending").at(-1 - index);
		if (!call) return;
		call.mayFail = true;
		call.abort.abort();
	}

	destroy() {
		for (const call of this.calls) if (call.outcome !== "sent") call.mayFail = true;
		for (const chatbot of this.chatbots) chatbot.destroy();
	}

	async changePage() {
		window.dispatchEvent(new Event("pagehide"));
		await flush();
		for (const call of this.calls) if (call.outcome === "pending") call.outcome = "left to the next page";
		changePage(this.crisp);
		this.start();
	}

	reset() {
		for (const call of this.calls) if (call.outcome !== "rejected") call.mayRepeat = true;
		this.push(["do", "session:reset"]);
	}

	push(command: unknown[]) {
		this.stir();
		window.$crisp?.push(command);
	}

	/** A human takes over, and the page reconnects. Only once all is parked: until then a reconnect would tell an old signal again, see the README on its limits. */
	pauseByEnum() {
		const isQuiet = this.crisp.isJoined && this.crisp.isConnected && !this.pending;
		if (!isQuiet || Date.now() - this.quietSince < QUIET) return;
		this.crisp.pause("human");
		this.crisp.drop();
		this.crisp.restore();
	}

	/** Which sequences of start and pause Enum may have been told. */
	get expected(): RegExp {
		const parts = this.calls.map(({ letter, outcome, mayFail, mayRepeat }) => {
			if (outcome === "rejected") return "";
			const least = mayFail && outcome !== "sent" ? 0 : 1;
			return `${letter}{${least},${mayRepeat ? 2 : 1}}`;
		});
		return new RegExp(`^${parts.join("")}$`);
	}

	get told(): string {
		return this.crisp.told.map((signal) => signal[0]).join("");
	}

	/** All is well in the end: Crisp is there and its line holds. */
	async finish() {
		if (!window.$crisp) this.crisp.install();
		this.crisp.restore();
		for (let turn = 0; turn < 40 && (turn < 2 || this.pending); turn++) await pass(5000);
	}
}

type Action = { toString(): string; run(model: Model): void | Promise<void> };

const action = (name: string, run: Action["run"]): Action => ({ toString: () => name, run });

/** Promises settle in microtasks, which fake timers leave alone. */
async function flush() {
	for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

async function pass(ms: number) {
	await flush();
	vi.advanceTimersByTime(ms);
	await flush();
}

const signal = fc.constantFrom<"start" | "pause">("start", "pause");
const timeout = fc.option(fc.integer({ min: 1, max: 6000 }), { nil: undefined, freq: 3 });

const actions: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }).map((ms) => action(`wait ${ms}`, () => pass(ms))) },
	{ weight: 2, arbitrary: fc.constant(action("wait until all is quiet", () => pass(8000))) },
	{
		weight: 6,
		arbitrary: fc
			.tuple(fc.constantFrom<0 | 1>(0, 1), signal, timeout)
			.map(([copy, name, ms]) =>
				action(`${copy}: ${name}${ms ? ` within ${ms}` : ""}`, (model) => model.call(copy, name, ms)),
			),
	},
	{
		weight: 2,
		arbitrary: fc.nat(5).map((index) => action(`abort ${index}`, (model) => model.abort(index))),
	},
	{
		weight: 2,
		arbitrary: fc.constant(
			action("drop", (model) => {
				model.stir();
				model.crisp.drop();
			}),
		),
	},
	{
		weight: 2,
		arbitrary: fc.constant(
			action("restore", (model) => {
				model.stir();
				model.crisp.restore();
			}),
		),
	},
	{ weight: 2, arbitrary: fc.constant(action("change page", (model) => model.changePage())) },
	{
		weight: 1,
		arbitrary: fc.constant(
			action("install Crisp", (model) => {
				model.stir();
				model.crisp.install();
			}),
		),
	},
	{ weight: 1, arbitrary: fc.constant(action("reset", (model) => model.reset())) },
	{ weight: 3, arbitrary: fc.constant(action("Enum pauses", (model) => model.pauseByEnum())) },
	{
		weight: 1,
		arbitrary: fc.constant(
			action("receive", ({ chatbots }) => {
				chatbots[0].receive("chatbot_paused:human");
			}),
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant(
			action("other writer", (model) => model.push(["set", "session:data", ["enum", "something_else"]])),
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant(
			action("destroy", (model) => {
				model.destroy();
				model.start();
			}),
		),
	},
);

const crispOptions = fc.record({
	loadDelay: fc.integer({ min: 0, max: 4000 }),
	sessionDelay: fc.integer({ min: 0, max: 500 }),
	joinDelay: fc.integer({ min: 0, max: 2500 }),
	reconnectDelay: fc.integer({ min: 0, max: 5000 }),
});

async function play(options: FakeCrispOptions, sequence: Action[]) {
	openPage();
	try {
		const model = new Model(options);
		for (const { run } of sequence) {
			await run(model);
			await flush();
		}
		await model.finish();
		const { pending, expected } = model;
		model.destroy();
		await pass(1000);

		expect(model.faults).toEqual([]);
		expect(model.told).toMatch(expected);
		expect({ pending, stored: sessionStorage.length, timers: vi.getTimerCount() }).toEqual({
			pending: 0,
			stored: 0,
			timers: 0,
		});
	} finally {
		closePage();
	}
}

it(
	`keeps its promises in ${RUNS} random sequences`,
	async () => {
		const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
		console.log(`seed ${seed} (again: FUZZ_SEED=${seed} npm run fuzz)`);
		const property = fc.asyncProperty(crispOptions, fc.array(actions, { maxLength: 25 }), play);
		await fc.assert(property, { seed, numRuns: RUNS });
	},
	2 ** 31 - 1,
);
