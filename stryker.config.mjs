/**
 * What survives, and why no test can tell it from the code: first values that are set before they are read; an empty `catch`
 * that returns the same undefined; a `?.` whose other side is always there when it is asked; `<` for `<=` at one ms; a count
 * that goes up or down, of which only the change counts.
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
