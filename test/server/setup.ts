import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { advise, completeMachine } from "../machine/complete.js";
import { findRedis } from "./redis-server.js";

declare module "vitest" {
	interface ProvidedContext {
		hasRedis: boolean;
	}
}

/** Redis is there in CI; elsewhere its tests are left out where it is missing. */
export default async function setup({ provide }: TestProject): Promise<void> {
	if (!existsSync(new URL("../../dist/command.js", import.meta.url))) throw new Error("Run npm run build first.");
	await completeMachine(["Redis"]);
	const hasRedis = Boolean(findRedis());
	if (!hasRedis) console.warn(`The tests with Redis are left out. ${advise(["Redis"])}`);
	provide("hasRedis", hasRedis);
}
