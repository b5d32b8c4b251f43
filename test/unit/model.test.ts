import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { FakeCrispOptions } from "../../src/testing/index.js";
import { closePage, openPage } from "./helpers.js";
import { flush, type Library, limits, Model, pass } from "./model.js";

/** Sequences in `npm test`; `npm run fuzz` goes on until it is stopped. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 10_000);

type Action = { toString(): string; run(model: Model): unknown };

const action = (name: string, run: Action["run"]): Action => ({ toString: () => name, run });

const always = (name: string, run: Action["run"]) => fc.constant(action(name, run));

const signal = fc.constantFrom<"start" | "pause">("start", "pause");
const timeout = fc.option(fc.integer({ min: 1, max: 6000 }), { nil: undefined, freq: 3 });

const actions: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }).map((ms) => action(`wait ${ms}`, () => pass(ms))) },
	{ weight: 2, arbitrary: always("wait until all is quiet", () => pass(8000)) },
	{ weight: 1, arbitrary: always("wait for two minutes", () => pass(120_000)) },
	{
		weight: 6,
		arbitrary: fc
			.tuple(fc.constantFrom<0 | 1>(0, 1), signal, timeout)
			.map(([copy, name, ms]) =>
				action(`copy ${copy}: ${name}${ms ? ` within ${ms}` : ""}`, (model) => model.call(copy, name, ms)),
			),
	},
	{ weight: 2, arbitrary: fc.nat(5).map((index) => action(`abort ${index}`, (model) => model.abort(index))) },
	{ weight: 2, arbitrary: always("drop", (model) => model.drop()) },
	{ weight: 2, arbitrary: always("the line dies unnoticed", (model) => model.dropUnnoticed()) },
	{ weight: 2, arbitrary: always("restore", (model) => model.restore()) },
	{ weight: 2, arbitrary: always("change page", (model) => model.changePage()) },
	{
		weight: 1,
		arbitrary: fc
			.integer({ min: 0, max: 6000 })
			.map((ms) => action(`visit another page for ${ms}, and back`, (model) => model.visitAnotherPage(ms))),
	},
	{
		weight: 1,
		arbitrary: fc
			.integer({ min: 0, max: 50_000 })
			.map((ms) => action(`close the tab and open it after ${ms}`, (model) => model.closeAndReopen(ms))),
	},
	{ weight: 1, arbitrary: always("the other tab", (model) => model.switchTab()) },
	{ weight: 1, arbitrary: always("install Crisp", (model) => model.installAgain()) },
	{ weight: 1, arbitrary: always("reset", (model) => model.reset()) },
	{ weight: 3, arbitrary: always("Enum pauses", ({ crisp }) => crisp.pause("human")) },
	{ weight: 1, arbitrary: always("hide", (model) => model.hide()) },
	{ weight: 1, arbitrary: always("show", ({ page }) => page.show(true)) },
	{ weight: 1, arbitrary: always("receive", (model) => model.receive()) },
	{ weight: 1, arbitrary: always("other writer", (model) => model.writeOther()) },
);

const crispOptions = fc.record({
	loadDelay: fc.integer({ min: 0, max: 4000 }),
	sessionDelay: fc.integer({ min: 0, max: 500 }),
	joinDelay: fc.integer({ min: 0, max: 2500 }),
	reconnectDelay: fc.integer({ min: 0, max: 5000 }),
	pingTimeout: fc.integer({ min: 100, max: 8000 }),
	liveData: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

let copies: readonly [Library, Library];

beforeAll(async () => {
	const importCopy = async () => {
		vi.resetModules();
		return import("../../src/index.js");
	};
	copies = [await importCopy(), await importCopy()];
});

async function play(options: FakeCrispOptions, sequence: Action[]) {
	openPage();
	const model = new Model({ ...options, storage: createStorage() }, copies);
	try {
		for (const { run } of sequence) {
			await run(model);
			await flush();
		}
		await model.finish();
		const { pending, toldFaults, faults, destroyedPauses, pauseFaults, hasHeardTheLast, leftJobs } = model;
		expect({ faults, toldFaults, hasHeardTheLast }).toEqual({ faults: [], toldFaults: [], hasHeardTheLast: true });
		// A client that hands out copies overwrites pauses that nobody has heard of: see docs/how-delivery-works.md.
		if (options.liveData) expect({ pauseFaults, destroyedPauses }).toEqual({ pauseFaults: [], destroyedPauses: [] });
		// What was called in another session stays with it.
		if (!model.hasReset) expect({ pending, leftJobs }).toEqual({ pending: 0, leftJobs: 0 });
	} finally {
		model.uninstall();
		expect(vi.getTimerCount()).toBe(0);
		closePage();
	}
}

function createStorage() {
	const items = new Map<string, string>();
	return {
		getItem: (name: string) => items.get(name) ?? null,
		setItem: (name: string, text: string) => void items.set(name, text),
	};
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
