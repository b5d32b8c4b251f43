import { describe, expect, it } from "vitest";
import { ENGINES, findEngine } from "../browser/engines/find.js";
import { installTools } from "../package/setup.js";
import { findRedis } from "../server/redis-server.js";
import { completeMachine } from "./complete.js";

// What is downloaded comes while the processor is busy with tests that need nothing of it.
describe.concurrent("this machine", () => {
	it("has Chromium, in CI the other browsers and Redis, too", async () => {
		await completeMachine();
		const needed = process.env.CI ? ENGINES : (["Chromium"] as const);
		expect(needed.filter((name) => !findEngine(name))).toEqual([]);
		if (process.env.CI) expect(findRedis()).toBeDefined();
	});

	it("has the tools of the package's users", () => installTools());
});
