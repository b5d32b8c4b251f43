import { describe, expect, it, vi } from "vitest";
import { changePage, installCrisp, JOINED, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

/** Which storages are looked at from now on. */
function watchStorages() {
	const seen = new Set<string>();
	for (const name of ["sessionStorage", "localStorage"] as const) {
		const storage = window[name];
		vi.spyOn(window, name, "get").mockImplementation(() => {
			seen.add(name);
			return storage;
		});
	}
	return seen;
}

function setLoading(isLoading: boolean) {
	vi.spyOn(document, "readyState", "get").mockReturnValue(isLoading ? "interactive" : "complete");
	if (!isLoading) window.dispatchEvent(new Event("pageshow"));
}

describe("the browser's storage", () => {
	it("is not looked at while the page loads, and localStorage not at all where there is no outbox", async () => {
		const crisp = makeCrisp({ loadDelay: 60_000 });
		crisp.install();
		setLoading(true);
		const seen = watchStorages();
		makeChatbot();
		await pass(30_000);
		expect([...seen]).toEqual([]);
		setLoading(false);
		expect([...seen]).toEqual(["sessionStorage"]);
		await pass(60_000 + JOINED);
		expect([...seen]).toEqual(["sessionStorage"]);
	});

	it("is looked at as soon as Crisp has joined: a signal of the page before does not wait for the page to load", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		setLoading(true);
		changePage(crisp);
		makeChatbot();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is looked at when a signal is called, so that one of the page before goes first", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		setLoading(true);
		changePage(crisp);
		const chatbot = makeChatbot();
		expect(chatbot.getState().pending).toBe(0);
		chatbot.pauseChatbot();
		expect(chatbot.getState().pending).toBe(2);
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});
});
