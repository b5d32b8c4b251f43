import { vi } from "vitest";

/** Waits until the check no longer throws; fails with what it threw last. Long enough for a busy machine. */
export const eventually = (check: () => unknown): Promise<unknown> =>
	vi.waitFor(check, { timeout: 60_000, interval: 50 });
