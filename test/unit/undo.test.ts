import { expect, it, vi } from "vitest";
import { startUndoable } from "../../src/state/undo.js";

const start = () => {
	const [life, view] = [new AbortController(), new AbortController()];
	const stop = vi.fn();
	const undo = startUndoable(life.signal, { signal: view.signal }, () => stop);
	return { life, view, stop, undo };
};

it("an undo that has been called leaves no listener behind on any signal", () => {
	const { life, view, stop, undo } = start();
	undo();
	life.abort();
	view.abort();
	expect(stop).toHaveBeenCalledTimes(1);
});

it.each(["life", "view"] as const)("is undone once when its %s aborts first", (first) => {
	const controllers = start();
	controllers[first].abort();
	controllers.life.abort();
	controllers.view.abort();
	expect(controllers.stop).toHaveBeenCalledTimes(1);
});

it.each(["life", "view"] as const)("is not started when its %s has aborted before", (first) => {
	const controllers = { life: new AbortController(), view: new AbortController() };
	controllers[first].abort();
	const begin = vi.fn(() => () => {});
	expect(startUndoable(controllers.life.signal, { signal: controllers.view.signal }, begin)()).toBeUndefined();
	expect(begin).not.toHaveBeenCalled();
});
