import { expect, it, vi } from "vitest";
import { onPaused, receive, subscribe } from "../../src/index.js";
import { collectUncaught } from "./collect-uncaught.js";
import { pass, usePage } from "./helpers.js";

usePage();

/** Listeners are told in a microtask. */
const tell = () => pass(0);

it("a listener of pauses that throws keeps no other from being told, and its error is an uncaught one", async () => {
	const { errors, undo } = collectUncaught();
	const error = new Error("listener");
	onPaused(() => {
		throw error;
	});
	const listener = vi.fn();
	onPaused(listener);
	receive("chatbot_paused:human");
	await tell();
	undo();
	expect(listener).toHaveBeenCalledTimes(1);
	expect(errors).toEqual([error]);
});

it("a subscriber that throws keeps nobody else from being told, now or later", async () => {
	const { errors, undo } = collectUncaught();
	const error = new Error("listener");
	const [listener, late] = [vi.fn(), vi.fn()];
	const unsubscribe = subscribe(() => {
		throw error;
	});
	subscribe(listener);
	receive("chatbot_paused:human");
	await tell();
	unsubscribe();
	onPaused(late);
	await tell();
	undo();
	expect(errors).toEqual([error]);
	expect(listener).toHaveBeenCalledTimes(1);
	expect(late).toHaveBeenCalledTimes(1);
});
