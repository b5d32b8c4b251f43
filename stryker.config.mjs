/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
	testRunner: "vitest",
	vitest: { configFile: "test/mutation/vitest.config.ts" },
	coverageAnalysis: "perTest",
	mutate: ["src/**/*.ts", "!src/server/**"],
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
