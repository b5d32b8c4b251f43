import { defineConfig } from "vitest/config";

// Since Node 25 there is a localStorage, of no use without a file, and Vitest lets it stand in the way of happy-dom's.
const NO_STORAGE = "--no-experimental-webstorage";

const unit = {
	include: ["test/unit/**/*.test.ts"],
	environment: "happy-dom",
	execArgv: process.allowedNodeEnvironmentFlags.has(NO_STORAGE) ? [NO_STORAGE] : [],
};

export default defineConfig({
	test: {
		// On two cores Vitest would use one.
		maxWorkers: "100%",
		coverage: {
			include: ["src/**"],
			// Its tests run it behind real servers and in processes of its own.
			exclude: ["src/server/**"],
			thresholds: { lines: 100, branches: 100, functions: 100, statements: 100 },
			reporter: ["text"],
		},
		projects: [
			{ test: { ...unit, name: "unit", env: { FUZZ_SEED: "1" } } },
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
					name: "package",
					include: ["test/package/**/*.test.ts"],
					globalSetup: "test/package/setup.ts",
					testTimeout: 120_000,
					hookTimeout: 120_000,
				},
			},
			{ test: { name: "docs", include: ["test/docs/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
			{
				test: {
					name: "server",
					include: ["test/server/**/*.test.ts"],
					globalSetup: "test/server/setup.ts",
					testTimeout: 20_000,
				},
			},
			{
				test: {
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					globalSetup: "test/browser/setup.ts",
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});
