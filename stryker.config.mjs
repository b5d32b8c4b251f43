/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
	testRunner: "vitest",
	vitest: { configFile: "test/mutation/vitest.config.ts" },
	coverageAnalysis: "perTest",
	mutate: ["src/**/*.ts", "!src/server/**"],
	concurrency: 2,
	timeoutMS: 30_000,
	incremental: true,
	incrementalFile: ".stryker/incremental.json",
	tempDirName: ".stryker/sandbox",
	reporters: ["clear-text", "json", "html"],
	clearTextReporter: { allowColor: false, logTests: false, allowEmojis: false },
	jsonReporter: { fileName: ".stryker/mutation.json" },
	htmlReporter: { fileName: ".stryker/mutation.html" },
};
