import { describe, expect, it, vi } from "vitest";
import { bindButtons, configure } from "../../src/index.js";
import { installCrisp, makeCrisp, pass, usePage } from "./helpers.js";

usePage();

/** Puts it into the page and returns the element with a signal; inside it is a needless span, as in real buttons. */
function show(attributes: string, tag = "button"): HTMLElement {
	document.body.innerHTML = `<${tag} id="it" ${attributes}><span><b>Ask</b></span></${tag}>`;
	return document.querySelector("#it") as HTMLElement;
}

const clickInside = (element: HTMLElement) => element.querySelector("b")?.click();

const stateOf = (element: Element | null) => element?.getAttribute("data-crisp-signal-state");

describe("a bound button", () => {
	it("sends the signal that it names, in the long and the short form", async () => {
		const crisp = await installCrisp();
		bindButtons();
		for (const name of ["start_chatbot", "pause_chatbot", "start", "pause"]) {
			clickInside(show(`data-crisp-signal="${name}"`));
			await pass(2000);
		}
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot", "pause_chatbot"]);
	});

	it("shows in its attributes that the signal is pending, then that it is sent", async () => {
		const error = vi.spyOn(console, "error");
		await installCrisp();
		bindButtons();
		const button = show(`data-crisp-signal="start"`);
		button.click();
		expect(button.getAttribute("aria-busy")).toBe("true");
		expect(stateOf(button)).toBe("pending");
		await pass(2000);
		expect(button.hasAttribute("aria-busy")).toBe(false);
		expect(stateOf(button)).toBe("sent");
		expect(error).not.toHaveBeenCalled();
	});

	it("dispatches crisp-signal:sent with the signal, out of shadow roots too", async () => {
		await installCrisp();
		bindButtons();
		document.body.innerHTML = `<div id="host"></div>`;
		const shadow = (document.querySelector("#host") as HTMLElement).attachShadow({ mode: "open" });
		shadow.innerHTML = `<button data-crisp-signal="start"><span><b>Ask</b></span></button>`;
		const listener = vi.fn();
		document.body.addEventListener("crisp-signal:sent", listener);
		(shadow.querySelector("b") as HTMLElement).dispatchEvent(
			new MouseEvent("click", { bubbles: true, composed: true }),
		);
		await pass(2000);
		expect(listener.mock.calls.map(([event]) => event.detail)).toEqual([{ signal: "start_chatbot" }]);
	});

	it("shows and dispatches that its signal has failed", async () => {
		bindButtons();
		configure({ timeout: 3000 });
		const button = show(`data-crisp-signal="start"`);
		const listener = vi.fn();
		document.addEventListener("crisp-signal:failed", listener);
		button.click();
		await pass(3000);
		expect(stateOf(button)).toBe("failed");
		expect(button.hasAttribute("aria-busy")).toBe(false);
		const details = listener.mock.calls.map(([event]) => event.detail);
		expect(details).toMatchObject([{ name: "SignalError", code: "CRISP_UNAVAILABLE", signal: "start_chatbot" }]);
	});

	it("has settled when its event is dispatched: a listener that clicks it again sends another signal", async () => {
		const crisp = await installCrisp();
		bindButtons();
		const button = show(`data-crisp-signal="start"`);
		button.addEventListener("crisp-signal:sent", () => button.click(), { once: true });
		button.click();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
		expect(stateOf(button)).toBe("sent");
	});

	it("sends one signal for ten clicks while that is pending, and another one later", async () => {
		const crisp = await installCrisp();
		bindButtons();
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
		bindButtons();
		clickInside(show(`data-crisp-signal="start" aria-disabled="true"`));
		const disabled = show(`data-crisp-signal="start" disabled`);
		disabled.querySelector("b")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
		expect(stateOf(disabled)).toBeNull();
	});

	it("may be a link, which it leaves to be followed", async () => {
		const crisp = await installCrisp();
		bindButtons();
		const link = show(`href="#elsewhere" data-crisp-signal="pause"`, "a");
		const event = new MouseEvent("click", { bubbles: true, cancelable: true });
		link.dispatchEvent(event);
		expect(event.defaultPrevented).toBe(false);
		await pass(3000);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("sends although the site stops the click", async () => {
		const crisp = await installCrisp();
		bindButtons();
		const button = show(`data-crisp-signal="start"`);
		button.addEventListener("click", (event) => event.stopImmediatePropagation());
		clickInside(button);
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("sends its own signal where one stands inside another", async () => {
		const crisp = await installCrisp();
		bindButtons();
		document.body.innerHTML = `<div data-crisp-signal="start"><button data-crisp-signal="pause"></button></div>`;
		document.querySelector("button")?.click();
		await pass(3000);
		expect(crisp.told).toEqual(["pause_chatbot"]);
	});

	it("names the element and the allowed values once when its value is unknown", async () => {
		const crisp = await installCrisp();
		const error = vi.spyOn(console, "error").mockImplementation(() => {});
		bindButtons();
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

	it("is given up after its own timeout", async () => {
		bindButtons();
		const button = show(`data-crisp-signal="start" data-crisp-signal-timeout="90000"`);
		button.click();
		await pass(89_999);
		expect(stateOf(button)).toBe("pending");
		await pass(1);
		expect(stateOf(button)).toBe("failed");
	});

	it.each([
		["soon", "NaN"],
		["0", "0"],
		["", "0"],
		["1e12", "1000000000000"],
	])("reports a wrong timeout (%j) with the element, and the default holds", async (timeout, got) => {
		const error = vi.spyOn(console, "error").mockImplementation(() => {});
		const crisp = makeCrisp();
		bindButtons();
		const button = show(`data-crisp-signal="start" data-crisp-signal-timeout="${timeout}"`);
		button.click();
		expect(error.mock.calls).toEqual([
			[new TypeError(`Expected data-crisp-signal-timeout to be 1 to 2147483647 ms, got ${got}`), button],
		]);
		await pass(50_000);
		crisp.install();
		await pass(5000);
		expect(stateOf(button)).toBe("sent");
	});
});

describe("bindButtons", () => {
	it("listens below the root only", async () => {
		const crisp = await installCrisp();
		document.body.innerHTML = `<div><button data-crisp-signal="start"></button></div><button data-crisp-signal="pause"></button>`;
		const [inside, outside] = document.querySelectorAll("button");
		bindButtons(document.querySelector("div") as Element);
		outside?.click();
		inside?.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("takes the button itself for a root", async () => {
		const crisp = await installCrisp();
		const button = show(`data-crisp-signal="start"`);
		bindButtons(button);
		clickInside(button);
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("does not mind clicks elsewhere", async () => {
		const crisp = await installCrisp();
		bindButtons();
		show("").click();
		document.dispatchEvent(new Event("click"));
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("does not mind an element above the root", async () => {
		const crisp = await installCrisp();
		document.body.innerHTML = `<div data-crisp-signal="start"><main><p></p></main></div>`;
		bindButtons(document.querySelector("main") as Element);
		document.querySelector("p")?.click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("sends one signal for one click, however many roots and copies of the library are bound", async () => {
		const crisp = await installCrisp();
		const button = show(`data-crisp-signal="start"`);
		bindButtons();
		bindButtons(document.body);
		vi.resetModules();
		const copy = await import("../../src/index.js");
		expect(copy.bindButtons).not.toBe(bindButtons);
		copy.bindButtons();
		button.click();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("stops listening when it is undone, also twice", async () => {
		const crisp = await installCrisp();
		const undo = bindButtons();
		await pass(0);
		undo();
		undo();
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("takes off the root and the window what it has put there", () => {
		configure();
		const targets = [document.createElement("main"), window];
		const added = targets.map((target) => vi.spyOn(target, "addEventListener").mock.calls);
		const removed = targets.map((target) => vi.spyOn(target, "removeEventListener").mock.calls);
		bindButtons(targets[0] as Element)();
		expect(added.flat().map(([type]) => type)).toEqual(["click", "popstate", "pageshow"]);
		expect(removed).toEqual(added);
	});

	it("is undone by its AbortSignal", async () => {
		const crisp = await installCrisp();
		const controller = new AbortController();
		bindButtons(document, { signal: controller.signal });
		controller.abort();
		bindButtons(document, { signal: controller.signal });
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it("ends with the page's chatbot, when the fake Crisp of a test is uninstalled", async () => {
		const crisp = await installCrisp();
		bindButtons();
		crisp.uninstall();
		crisp.install();
		show(`data-crisp-signal="start"`).click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it.each([null, {}, "main"])("throws for the root %j, on which nobody can listen", (root) => {
		expect(() => bindButtons(root as never)).toThrow(TypeError);
	});

	it("learns of a pause for the page's own listeners", async () => {
		const crisp = makeCrisp();
		crisp.pause();
		crisp.install();
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		bindButtons();
		await pass(3000);
		expect(listener.mock.calls.map(([event]) => event.detail)).toEqual([
			{ reason: "human", value: "chatbot_paused:human", source: "session", replayed: true },
		]);
	});
});
