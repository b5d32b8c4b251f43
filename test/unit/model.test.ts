import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { FakeCrispOptions } from "../../src/testing/index.js";
import { closePage, openPage } from "./helpers.js";
import { flush, limits, Model, pass } from "./model.js";

/** Sequences in `npm test`; `npm run fuzz` goes on until it is stopped. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 10_000);

type Action = { toString(): string; run(model: Model): unknown };

const action = (name: string, run: Action["run"]): Action => ({ toString: () => name, run });

const always = (name: string, run: Action["run"]) => fc.constant(action(name, run));

const signal = fc.constantFrom<"start" | "pause">("start", "pause");
const timeout = fc.option(fc.integer({ min: 1, max: 6000 }), { nil: undefined, freq: 3 });

const disturb = (run: Action["run"]) => (model: Model) => {
	model.isDisturbed = true;
	return run(model);
};

const actions: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }).map((ms) => action(`wait ${ms}`, () => pass(ms))) },
	{ weight: 2, arbitrary: always("wait until all is quiet", () => pass(8000)) },
	{ weight: 1, arbitrary: always("wait for two minutes", () => pass(120_000)) },
	{
		weight: 6,
		arbitrary: fc
			.tuple(fc.constantFrom<0 | 1>(0, 1), signal, timeout)
			.map(([copy, name, ms]) =>
				action(`${copy}: ${name}${ms ? ` within ${ms}` : ""}`, (model) => model.call(copy, name, ms)),
			),
	},
	{ weight: 2, arbitrary: fc.nat(5).map((index) => action(`abort ${index}`, (model) => model.abort(index))) },
	{
		weight: 2,
		arbitrary: always(
			"drop",
			disturb(({ crisp }) => crisp.drop()),
		),
	},
	{ weight: 2, arbitrary: always("the line dies unnoticed", (model) => model.dropUnnoticed()) },
	{
		weight: 2,
		arbitrary: always(
			"restore",
			disturb(({ crisp }) => crisp.restore()),
		),
	},
	{ weight: 2, arbitrary: always("change page", (model) => model.changePage()) },
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.integer({ min: 0, max: 6000 }), fc.boolean())
			.map(([ms, hasLibrary]) =>
				action(`visit another page ${hasLibrary ? "with the library " : ""}for ${ms}, and back`, (model) =>
					model.visitAnotherPage(ms, hasLibrary),
				),
			),
	},
	{
		weight: 1,
		arbitrary: always(
			"install Crisp",
			disturb(({ crisp }) => crisp.install()),
		),
	},
	{ weight: 1, arbitrary: always("reset", (model) => model.reset()) },
	{
		weight: 3,
		arbitrary: always(
			"Enum pauses",
			disturb(({ crisp }) => crisp.pause("human")),
		),
	},
	{
		weight: 1,
		arbitrary: signal.map((name) => action(`another tab: ${name}`, (model) => model.sendFromAnotherTab(name))),
	},
	{
		weight: 1,
		arbitrary: always(
			"hide",
			disturb(({ throttle }) => throttle.set(true)),
		),
	},
	{
		weight: 1,
		arbitrary: always(
			"show",
			disturb(({ throttle }) => {
				throttle.set(false);
				document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
			}),
		),
	},
	{ weight: 1, arbitrary: always("receive", ({ chatbots }) => chatbots[0]?.receive("chatbot_paused:human")) },
	{
		weight: 1,
		arbitrary: always(
			"other writer",
			disturb((model) => model.writeOther()),
		),
	},
	{
		weight: 1,
		arbitrary: always("destroy", (model) => {
			model.destroy();
			model.start();
		}),
	},
);

const crispOptions = fc.record({
	loadDelay: fc.integer({ min: 0, max: 4000 }),
	sessionDelay: fc.integer({ min: 0, max: 500 }),
	joinDelay: fc.integer({ min: 0, max: 2500 }),
	reconnectDelay: fc.integer({ min: 0, max: 5000 }),
	pingTimeout: fc.integer({ min: 100, max: 8000 }),
	liveData: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

let copies: ConstructorParameters<typeof Model>[1];

beforeAll(async () => {
	const importCopy = async () => {
		vi.resetModules();
		const { createChatbot } = await import("../../src/index.js");
		return createChatbot;
	};
	copies = [await importCopy(), await importCopy()];
});

async function play(options: FakeCrispOptions, sequence: Action[]) {
	openPage();
	const model = new Model(options, copies);
	try {
		for (const { run } of sequence) {
			await run(model);
			await flush();
		}
		await model.finish();
		const { pending, expected, told, faults, destroyedPauses, pauseFaults, hasHeardTheLast } = model;
		expect(faults).toEqual([]);
		expect(told).toMatch(expected);
		expect(hasHeardTheLast).toBe(true);
		// A client that hands out copies overwrites pauses that nobody has heard of: see docs/how-delivery-works.md.
		if (options.liveData) expect({ pauseFaults, destroyedPauses }).toEqual({ pauseFaults: [], destroyedPauses: [] });
		model.destroy();
		await pass(1000);
		expect({ pending, stored: sessionStorage.length }).toEqual({ pending: 0, stored: 0 });
		// For the looks.
		if (!model.hasLeftTimers) expect(vi.getTimerCount()).toBe(1);
	} finally {
		model.destroy();
		model.throttle.restore();
		closePage();
	}
}

it(
	`keeps its promises in ${RUNS} random sequences`,
	async () => {
		// `npm test` plays the same ones each time, `npm run fuzz` others.
		const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
		console.log(`seed ${seed} (again: FUZZ_SEED=${seed} npm run fuzz)`);
		const property = fc.asyncProperty(crispOptions, fc.array(actions, { maxLength: 25 }), play);
		await fc.assert(property, { seed, numRuns: RUNS });
	},
	2 ** 31 - 1,
);

afterAll(() => {
	console.log(`${limits.equal} lost signals could not be told from the same one before them`);
});
