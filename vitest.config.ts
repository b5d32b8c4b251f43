import { defineConfig } from "vitest/config";
import { FileOrder } from "./test/file-order.js";

// Since Node 25 there is a localStorage, of no use without a file, and Vitest lets it stand in the way of happy-dom's.
const NO_STORAGE = "--no-experimental-webstorage";

/** Ends what hangs. A slow machine is no failure. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

const unit = {
	...patience,
	include: ["test/unit/**/*.test.ts"],
	environment: "happy-dom",
	// One page for all test files, which takes a quarter of the time: each ends what it begins.
	isolate: false,
	execArgv: process.allowedNodeEnvironmentFlags.has(NO_STORAGE) ? [NO_STORAGE] : [],
};

/** These leave their page changed: by windows of happy-dom, one in place of another, and by zone.js. */
const ISOLATED = ["test/unit/lives.test.ts", "test/unit/zone.test.ts"];

const SEED = { FUZZ_SEED: "1" };

/** Few random sequences. */
const QUICK = { ...SEED, FUZZ_RUNS: "500" };

export default defineConfig({
	test: {
		// On two cores Vitest would use one.
		maxWorkers: "100%",
		sequence: { sequencer: FileOrder },
		coverage: {
			include: ["src/**"],
			// Its tests run it behind real servers and in processes of its own.
			exclude: ["src/server/**"],
			thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
			reporter: ["text"],
		},
		projects: [
			{ test: { ...unit, name: "unit", exclude: ISOLATED, env: SEED } },
			{ test: { ...unit, name: "unit-quick", exclude: ISOLATED, env: QUICK } },
			{ test: { ...unit, name: "unit-isolated", include: ISOLATED, isolate: true, env: SEED } },
			{
				test: {
					...unit,
					name: "unit-jsdom",
					environment: "jsdom",
					exclude: [
						...ISOLATED,
						// jsdom does not report what a listener throws.
						"test/unit/uncaught.test.ts",
						// The relay is Node's, which does not take a request that jsdom has made.
						"test/unit/testing/hook-relay.test.ts",
					],
					env: QUICK,
				},
			},
			{
				test: {
					...unit,
					name: "fuzz",
					include: ["test/unit/model.test.ts"],
					env: { FUZZ_RUNS: process.env.FUZZ_RUNS ?? "1e9" },
				},
			},
			{
				test: {
					...patience,
					name: "package",
					include: ["test/package/**/*.test.ts"],
					globalSetup: "test/package/setup.ts",
				},
			},
			{ test: { ...patience, name: "machine", include: ["test/machine/**/*.test.ts"] } },
			{ test: { ...patience, name: "docs", include: ["test/docs/**/*.test.ts"] } },
			{
				test: {
					...patience,
					name: "server",
					include: ["test/server/**/*.test.ts"],
					globalSetup: "test/server/setup.ts",
				},
			},
			{
				test: {
					...patience,
					name: "browser",
					include: ["test/browser/browsers.test.ts"],
					globalSetup: ["test/browser/setup.ts", "test/browser/setup-examples.ts", "test/server/setup.ts"],
				},
			},
			{
				test: {
					...patience,
					name: "throttled",
					include: ["test/browser/throttled.test.ts"],
					globalSetup: "test/browser/setup.ts",
				},
			},
			{
				test: {
					...patience,
					name: "smoke",
					include: ["test/browser/smoke.test.ts"],
					globalSetup: "test/browser/setup.ts",
				},
			},
		],
	},
});
