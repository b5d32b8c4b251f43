import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["test/unit/**/*.test.ts"],
		environment: "happy-dom",
		// Few random sequences, and the same ones for each mutant: most mutants run them.
		env: { FUZZ_RUNS: "20", FUZZ_SEED: "1" },
	},
});
