import { startChatbot } from "../../../src/index.js";
import type { FakeCrispOptions } from "../../../src/testing/index.js";
import { installCrisp, pass } from "../helpers.js";

/** ms; Crisp's own client takes 7 to 22 s to reconnect. */
export const reconnectDelay = 10_000;

/** The client has noticed, has reconnected, and what was lost has been delivered. */
export const NOTICED = 45_000 + reconnectDelay + 10_000;

/** A start that has resolved on a line that had died unnoticed. */
export async function loseStart(options?: FakeCrispOptions) {
	const crisp = await installCrisp({ reconnectDelay, ...options });
	crisp.drop({ unnoticed: true });
	startChatbot();
	await pass(2000);
	return crisp;
}
