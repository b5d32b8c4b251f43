import { describe, expect, it, vi } from "vitest";
import { installCrisp, makeChatbot, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

/** Puts it into the page and returns the element with a signal; inside it is a needless span, as in real buttons. */
function show(attributes: string, tag = "button"): HTMLElement {
	document.body.innerHTML = `<${tag} id="it" ${attributes}><span><b>Ask</b></span></${tag}>`;
	return document.querySelector("#it") as HTMLElement;
}

const clickInside = (element: HTMLElement) => element.querySelector("b")?.click();

describe("a bound button", () => {
	it("sends the signal that it names, in the long and the short form", async () => {
		const crisp = await installCrisp();
		makeChatbot().bindButtons();
		for (const name of ["start_chatbot", "pause_chatbot", "start", "pause"]) {
			clickInside(show(`data-crisp-signal="${name}"`));
			await pass(2000);
		}
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot", "pause_chatbot"]);
	});

	it("shows in its attributes that the signal is pending, then that it is sent", async () => {
		const error = vi.spyOn(console, "error");
		await installCrisp();
		makeChatbot().bindButtons();
		const button = show(`data-crisp-signal="start"`);
		button.click();
		expect(button.getAttribute("aria-busy")).toBe("true");
		expect(button.getAttribute("data-crisp-signal-state")).toBe("pending");
		await pass(2000);
		expect(button.hasAttribute("aria-busy")).toBe(false);
		expect(button.getAttribute("data-crisp-signal-state")).toBe("sent");
		expect(error).not.toHaveBeenCalled();
	});

	it("dispatches crisp-signal:sent with the receipt, out of shadow roots too", async () => {
		await installCrisp();
		makeChatbot().bindButtons();
		document.body.innerHTML = `<div id="host"></div>`;
		const shadow = (document.querySelector("#host") as HTMLElement).attachShadow({ mode: "open" });
		shadow.innerHTML = `<button data-crisp-signal="start"><span><b>Ask</b></span></button>`;
		const listener = vi.fn();
		document.body.addEventListener("crisp-signal:sent", listener);
		(shadow.querySelector("b") as HTMLElement).dispatchEvent(
			new MouseEvent("click", { bubbles: true, composed: true }),
		);
		await pass(2000);
		expect(listener.mock.lastCall?.[0].detail).toMatchObject({ signal: "start_chatbot", confirmed: true });
	});

	it("shows and dispatches that its signal has failed", async () => {
		makeCrisp({ blocked: true }).install();
		makeChatbot({ timeout: 3000 }).bindButtons();
		const button = show(`data-crisp-signal="start"`);
		const listener = vi.fn();
		document.addEventListener("crisp-signal:failed", listener);
		button.click();
		await pass(3000);
		expect(button.getAttribute("data-crisp-signal-state")).toBe("failed");
		expect(button.hasAttribute("aria-busy")).toBe(false);
		expect(listener.mock.lastCall?.[0].detail).toMatchObject({ code: "CRISP_UNAVAILABLE" });
	});

	it("sends one signal for ten clicks while that is pending, and another one later", async () => {
		const crisp = await installCrisp();
		makeChatbot().bindButtons();
		const button = show(`data-crisp-signal="start"`);
		for (let click = 0; click < 10; click++) {
			button.click();
			await pass(100);
		}
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		button.click();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});

	it("does not send when it is disabled", async () => {
		const crisp = await installCrisp();
		makeChatbot().bindButtons();
		clickInside(show(`data-crisp-signal="start" aria-disabled="true"`));
		const disabled = show(`data-crisp-signal="start" disabled`);
		disabled.querySelector("b")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
		expect(disabled.hasAttribute("data-crisp-signal-state")).toBe(false);
	});

	it("may be a link, which it leaves to be followed", async () => {
		const crisp = await installCrisp();
		makeChatbot().bindButtons();
		const link = show(`href="#elsewhere" data-crisp-signal="pause"`, "a");
		const event = new MouseEvent("click", { bubbles: true, cancelable: true });
		link.dispatchEvent(event);
		expect(event.defaultPrevented).toBe(false);
		await pass(3000);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("sends although the site stops the click", async () => {
		const crisp = await installCrisp();
		makeChatbot().bindButtons();
		const button = show(`data-crisp-signal="start"`);
		button.addEventListener("click", (event) => event.stopImmediatePropagation());
		clickInside(button);
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("names the element and the allowed values once when its value is unknown", async () => {
		const crisp = await installCrisp();
		const error = vi.spyOn(console, "error").mockImplementation(() => {});
		makeChatbot().bindButtons();
		for (const name of ["begin", "", "__proto__", "constructor"]) {
			const button = show(`data-crisp-signal="${name}"`);
			button.click();
			const expected = "Expected data-crisp-signal to be start_chatbot, pause_chatbot, start or pause";
			expect(error.mock.calls).toEqual([[`${expected}, got ${name}`, button]]);
			error.mockClear();
		}
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});
});

describe("bindButtons", () => {
	it("listens below the root only", async () => {
		const crisp = await installCrisp();
		document.body.innerHTML = `<div><button data-crisp-signal="start"></button></div><button data-crisp-signal="pause"></button>`;
		const [inside, outside] = document.querySelectorAll("button");
		makeChatbot().bindButtons(document.querySelector("div") as Element);
		outside?.click();
		inside?.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("does not mind an element above the root", async () => {
		const crisp = await installCrisp();
		document.body.innerHTML = `<div data-crisp-signal="start"><main><p></p></main></div>`;
		makeChatbot().bindButtons(document.querySelector("main") as Element);
		document.querySelector("p")?.click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("sends one signal for one click, however many roots and chatbots are bound", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		const button = show(`data-crisp-signal="start"`);
		chatbot.bindButtons();
		chatbot.bindButtons(document.body);
		makeChatbot().bindButtons();
		button.click();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("stops listening when it is undone, also twice", async () => {
		const crisp = await installCrisp();
		const undo = makeChatbot().bindButtons();
		await pass(0);
		undo();
		undo();
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("takes off the root what it has put there", () => {
		const root = document.createElement("main");
		const [add, remove] = [vi.spyOn(root, "addEventListener"), vi.spyOn(root, "removeEventListener")];
		makeChatbot().bindButtons(root)();
		expect(add.mock.calls).toEqual([["click", expect.any(Function), true]]);
		expect(remove.mock.calls).toEqual(add.mock.calls);
	});

	it("is undone by its AbortSignal", async () => {
		const crisp = await installCrisp();
		const controller = new AbortController();
		const { bindButtons } = makeChatbot();
		bindButtons(document, { signal: controller.signal });
		controller.abort();
		bindButtons(document, { signal: controller.signal });
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("is undone by destroy", async () => {
		const crisp = await installCrisp();
		const chatbot = makeChatbot();
		chatbot.bindButtons();
		chatbot.destroy();
		show(`data-crisp-signal="start"`).click();
		chatbot.bindButtons()();
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("takes another attribute", async () => {
		const crisp = await installCrisp();
		makeChatbot({ attribute: "data-bot" }).bindButtons();
		const button = show(`data-bot="start"`);
		button.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(button.getAttribute("data-bot-state")).toBe("sent");
	});

	it("learns of a pause for the page's own listeners", async () => {
		const crisp = makeCrisp();
		crisp.pause();
		crisp.install();
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		makeChatbot().bindButtons();
		await pass(3000);
		expect(listener.mock.calls.map(([event]) => event.detail)).toEqual([
			{ reason: "human", value: "chatbot_paused:human", source: "session", replayed: true },
		]);
	});
});
