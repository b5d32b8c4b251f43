/**
 * What survives, and why no test can tell it from the code:
 *
 * - `crisp.ts`: without the `?.` of `client.set?.`, what is thrown is caught in the same place; data that is live comes from a
 *   client that has `get`; an empty `catch` returns the same undefined; data that is `undefined` counts as nothing either way.
 * - `delivery/outbox.ts`: without the `?.`, what is thrown is caught in the same place. `context.ts`, `delivery/send.ts`: what
 *   the `?.` asks for is always there when the function is called.
 * - First values that are set before they are read: `isDone` (`delivery/handover.ts`), `isWanted` (`delivery/looks.ts`),
 *   `hasFailed` (`page/blocked.ts`, where a missing one is false), `session` (`testing/server.ts`).
 * - An array with "Stryker was here" where none of its readers takes such an entry: a job, a value that somebody wrote, a pair
 *   of key and value (`delivery/handover.ts`, `delivery/outbox.ts`, `delivery/proof.ts`, `testing/client.ts`,
 *   `testing/values.ts`).
 * - `<` for `<=` and the like at one moment: `expires` (`delivery/journey.ts`), `calledAt`, which no two signals share
 *   (`delivery/lane.ts`).
 * - `delivery/dispatcher.ts`: nothing (null) is no news to anybody, and a known value is noted once. `delivery/proof.ts`: null
 *   among the values that the server may hold is never asked for. `delivery/release.ts`: no time is later than `undefined`.
 * - `delivery/dispatcher.ts`: what is unproven has been seen in Crisp, so that the `?.` of `lastSight?.data` has nothing to ask.
 * - `script.ts`: HTML's attributes have no upper case; a click listener that stays gets the chatbot that is there.
 * - `relay/`: an empty `catch` returns the same undefined; `at` equal to the moment from which something newer is known; a
 *   stream without an address has nothing that opens it; browsers without any `crypto` are not supported. First values that are
 *   set before they are read: `address`, `isFirst`, `isReplaced`.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
	testRunner: "vitest",
	vitest: { configFile: "test/mutation/vitest.config.ts" },
	coverageAnalysis: "perTest",
	mutate: ["src/**/*.ts", "!src/server/**"],
	// Above this, a survivor is looked at and listed; below it, tests are missing.
	thresholds: { high: 98, low: 95, break: 95 },
	concurrency: 2,
	timeoutMS: 40_000,
	incremental: true,
	incrementalFile: ".stryker/incremental.json",
	tempDirName: ".stryker/sandbox",
	reporters: ["progress-append-only", "clear-text", "json", "html"],
	clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false },
	eventReporter: { baseDir: ".stryker/events" },
	jsonReporter: { fileName: ".stryker/mutation.json" },
	htmlReporter: { fileName: ".stryker/mutation.html" },
};
