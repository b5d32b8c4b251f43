import { describe, expect, it, vi } from "vitest";
import { changePage, installCrisp, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

/** A page that is left while it loads, before Crisp has come. */
function loadPage() {
	vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
	const crisp = makeCrisp();
	crisp.install();
	return { crisp, chatbot: makeChatbot() };
}

function leave() {
	window.dispatchEvent(new Event("pagehide"));
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

const readOutbox = () =>
	JSON.parse(sessionStorage.getItem("crisp-signals:1:enum") ?? "[]").map(({ signal }: { signal: string }) => signal);

describe("a page that is left while it loads", () => {
	it.each(["pagehide", "visibilitychange"])("hands over what a listener of the site calls at %s", (type) => {
		const { chatbot } = loadPage();
		window.addEventListener(type, () => void chatbot.pauseChatbot());
		leave();
		expect(readOutbox()).toEqual(["pause_chatbot"]);
	});

	it("keeps for the next one what the page before has left", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		changePage(crisp);
		const { chatbot } = loadPage();
		// Crisp has joined, and nobody has looked.
		await pass(900);
		window.addEventListener("pagehide", () => void chatbot.pauseChatbot());
		leave();
		expect(readOutbox()).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("goes on where it comes back", async () => {
		const { crisp, chatbot } = loadPage();
		leave();
		await pass(1000);
		window.dispatchEvent(new Event("pageshow"));
		chatbot.startChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});
