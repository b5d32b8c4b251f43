import { expect, it, vi } from "vitest";
import { createUndo } from "../../src/state/undo.js";

it("an undo that has been called leaves no listener behind on any signal", () => {
	const [one, other] = [new AbortController(), new AbortController()];
	const remove = vi.fn();
	createUndo(remove, one.signal, undefined, other.signal)();
	one.abort();
	other.abort();
	expect(remove).toHaveBeenCalledTimes(1);
});

it("an undo is done by whichever signal aborts first, once", () => {
	for (const index of [0, 1]) {
		const controllers = [new AbortController(), new AbortController()];
		const remove = vi.fn();
		createUndo(remove, ...controllers.map(({ signal }) => signal));
		controllers[index]?.abort();
		for (const controller of controllers) controller.abort();
		expect(remove).toHaveBeenCalledTimes(1);
	}
});
