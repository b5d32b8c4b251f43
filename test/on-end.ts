import { AsyncLocalStorage } from "node:async_hooks";
import { onTestFinished } from "vitest";

type End = () => unknown;

const endsOfTest = new AsyncLocalStorage<End[]>();

/**
 * Calls this when the test ends, which then waits for it. Of several tests that run at once, Vitest's own hook does not know
 * which one has called it: those run in `withEnds`.
 */
export function onEnd(end: End): void {
	const ends = endsOfTest.getStore();
	if (ends) ends.push(end);
	else onTestFinished(async () => void (await end()));
}

/** Runs one of several concurrent tests. What has begun last ends first. */
export async function withEnds<T>(test: () => Promise<T>): Promise<T> {
	const ends: End[] = [];
	try {
		return await endsOfTest.run(ends, test);
	} finally {
		for (const end of ends.reverse()) await end();
	}
}
