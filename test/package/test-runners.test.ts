import { expect, it } from "vitest";
import { openConsumer } from "./consumer.js";

it("lets a site's tests in Jest (CJS) use the fake Crisp", async () => {
	const output = await openConsumer("jest").tool("jest", "--ci");
	expect(output).toMatch(/Tests: +1 passed, 1 total/);
});

it("lets a site's tests in Vitest use the fake Crisp", async () => {
	const output = await openConsumer("vitest").tool("vitest", "run");
	expect(output).toMatch(/Tests +1 passed \(1\)/);
});
