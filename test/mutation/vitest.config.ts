import { defineConfig } from "vitest/config";
import { FileOrder } from "../file-order.js";

export default defineConfig({
	test: {
		include: ["test/unit/**/*.test.ts"],
		environment: "happy-dom",
		// One page for all test files of one mutant, which takes a quarter of the time. Each mutant gets a new one.
		isolate: false,
		maxWorkers: 1,
		sequence: { sequencer: FileOrder },
		// On a busy machine a slow test is no failed one.
		testTimeout: 30_000,
		// Few random sequences, and the same ones for each mutant: most mutants run them.
		env: { FUZZ_RUNS: "20", FUZZ_SEED: "1" },
	},
});
