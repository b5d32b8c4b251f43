import { beforeEach, describe, expect, it, vi } from "vitest";
import { changePage, installCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

type Library = typeof import("../../src/index.js");

/** Another copy of the library: a second bundle, the script tag beside the package, a module that a dev server has replaced. */
async function importCopy(): Promise<Library> {
	vi.resetModules();
	return import("../../src/index.js");
}

let one: Library;
let other: Library;

beforeEach(async () => {
	one = await importCopy();
	other = await importCopy();
});

const HUMAN = "chatbot_paused:human";

function addButton(): HTMLButtonElement {
	const button = document.createElement("button");
	button.setAttribute("data-crisp-signal", "start");
	document.body.append(button);
	return button;
}

describe("two copies of the library", () => {
	it("are two, with one chatbot on the page between them", () => {
		expect(one.startChatbot).not.toBe(other.startChatbot);
		one.bindButtons();
		other.startChatbot();
		addButton().click();
		const names = Object.getOwnPropertySymbols(window).map((symbol) => Symbol.keyFor(symbol) ?? "");
		expect(names.filter((name) => name.startsWith("crisp-signals"))).toEqual(["crisp-signals:2"]);
	});

	it("know the same state, the very same object", async () => {
		await installCrisp();
		one.startChatbot();
		expect(other.getState()).toBe(one.getState());
		expect(other.getState().pending).toBe(1);
		await pass(5000);
		expect(other.getState()).toMatchObject({ ready: true, pending: 0, last: "start_chatbot" });
	});

	it("are heard in the order of the calls, each once", async () => {
		const crisp = await installCrisp();
		one.startChatbot();
		other.pauseChatbot();
		one.pauseChatbot();
		other.startChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "pause_chatbot", "start_chatbot"]);
	});

	it("tell the listeners of both, once each, whichever of them hears it", async () => {
		const [paused, changed] = [vi.fn(), vi.fn()];
		for (const { onPaused, subscribe } of [one, other]) {
			onPaused(paused);
			subscribe(changed);
		}
		const onDocument = vi.fn();
		document.addEventListener("crisp-signal:paused", onDocument);
		one.receive(HUMAN);
		other.receive(HUMAN);
		await pass(0);
		expect(paused).toHaveBeenCalledTimes(2);
		expect(changed).toHaveBeenCalledTimes(2);
		expect(onDocument).toHaveBeenCalledTimes(1);
	});

	it("end by the one what the other has heard", () => {
		one.receive(HUMAN);
		other.receive("start_chatbot");
		expect(one.getState().pause).toBeNull();
	});

	it("reject with an error that is a SignalError of each", async () => {
		const outcomes = [one, other].map(({ startChatbot }) => watch(startChatbot({ timeout: 100 })));
		await pass(200);
		for (const { outcome } of outcomes) {
			expect(outcome).toBeInstanceOf(one.SignalError);
			expect(outcome).toBeInstanceOf(other.SignalError);
		}
		expect(one.SignalError).not.toBe(other.SignalError);
	});

	it("send one signal for one click on a button that both have bound", async () => {
		const crisp = await installCrisp();
		const settled = vi.fn();
		one.bindButtons();
		other.bindButtons();
		const button = addButton();
		button.addEventListener("crisp-signal:sent", settled);
		button.click();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(settled).toHaveBeenCalledTimes(1);
	});

	it("keep a button bound that one of them has let go", async () => {
		const crisp = await installCrisp();
		one.bindButtons()();
		other.bindButtons();
		addButton().click();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("are configured together", async () => {
		const crisp = await installCrisp({ key: "sales" });
		one.configure({ key: "sales", timeout: 5000 });
		other.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(() => one.configure({ key: "enum" })).toThrow("Expected key to be set before the first signal, got enum");
		crisp.unload();
		const pause = watch(other.pauseChatbot());
		await pass(5000);
		expect(pause.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
	});

	it("keep what the one has configured when the other configures something else", () => {
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		one.configure({ debug: true });
		other.configure({ timeout: 5000 });
		one.startChatbot();
		expect(debug).toHaveBeenCalled();
	});

	it("hand over to the next page what both have pending", async () => {
		const crisp = await installCrisp();
		one.startChatbot();
		other.pauseChatbot();
		await pass(1550);
		changePage(crisp);
		(await importCopy()).configure();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("look at Crisp by one timer", async () => {
		one.startChatbot();
		other.pauseChatbot();
		await pass(100);
		expect(vi.getTimerCount()).toBe(1);
	});
});

describe("a module that is evaluated again, as by a hot reload", () => {
	it("finds the chatbot of before, with its signals, its pause and its options", async () => {
		const crisp = await installCrisp();
		one.configure({ timeout: 4000 });
		const start = watch(one.startChatbot());
		one.receive(HUMAN);
		await pass(300);
		const { configure, getState, pauseChatbot } = await importCopy();
		configure();
		expect(getState()).toMatchObject({ pending: 1, pause: { reason: "human" } });
		await pass(5000);
		expect(start.outcome).toBe("sent");
		expect(getState()).toBe(one.getState());
		expect(crisp.told).toEqual(["start_chatbot"]);
		crisp.unload();
		const pause = watch(pauseChatbot());
		await pass(4000);
		expect(pause.outcome).toMatchObject({ code: "CRISP_UNAVAILABLE" });
	});

	it("leaves the undo of before in force", async () => {
		const [before, after] = [vi.fn(), vi.fn()];
		const undo = one.onPaused(before);
		(await importCopy()).onPaused(after);
		undo();
		one.receive(HUMAN);
		await pass(0);
		expect(before).not.toHaveBeenCalled();
		expect(after).toHaveBeenCalledTimes(1);
	});

	it("is told of a pause that was told to the copy before, as replayed", async () => {
		one.onPaused(() => {});
		one.receive(HUMAN);
		await pass(0);
		const listener = vi.fn();
		(await importCopy()).onPaused(listener);
		await pass(0);
		expect(listener.mock.calls).toMatchObject([[{ reason: "human", replayed: true }]]);
	});
});
