import { describe, expect, it, vi } from "vitest";
import { bindButtons } from "../../src/index.js";
import { installCrisp, pass, usePage } from "./helpers.js";

usePage();

const BUTTON = `<button data-crisp-signal="start"></button>`;

const stateOf = (element: Element | null) => element?.getAttribute("data-crisp-signal-state");

function clickButton(): HTMLElement {
	document.body.innerHTML = BUTTON;
	const button = document.querySelector("button") as HTMLElement;
	button.click();
	return button;
}

describe("a copy of a button that says pending", () => {
	const happens = (type: string) => window.dispatchEvent(new Event(type));

	/** A framework keeps the HTML of a page that is left while a signal is on its way, and shows it again. */
	async function keepPending(html = BUTTON) {
		await installCrisp();
		const undo = bindButtons();
		document.body.innerHTML = html;
		document.querySelector("button")?.click();
		const kept = document.body.innerHTML;
		document.body.innerHTML = "";
		return {
			undo,
			/** A new element: the first one is not on the page any more. */
			restore() {
				document.body.innerHTML = kept;
				const copy = document.querySelector("button") as HTMLElement;
				expect([stateOf(copy), copy.getAttribute("aria-busy")]).toEqual(["pending", "true"]);
				return copy;
			},
		};
	}

	it.each(["popstate", "pageshow"])("is cleaned at %s, once nothing is on its way", async (type) => {
		const { restore } = await keepPending();
		await pass(3000);
		const copy = restore();
		happens(type);
		await pass(0);
		expect(copy.outerHTML).toBe(BUTTON);
	});

	it.each([0, 1, 500])("is cleaned where the framework shows it %s ms after popstate", async (ms) => {
		const { restore } = await keepPending();
		await pass(3000);
		happens("popstate");
		await pass(ms);
		const copy = restore();
		await pass(0);
		expect(copy.outerHTML).toBe(BUTTON);
	});

	it("says pending as long as its signal is on its way, and no longer", async () => {
		const { restore } = await keepPending();
		const copy = restore();
		happens("popstate");
		await pass(500);
		expect([stateOf(copy), copy.getAttribute("aria-busy")]).toEqual(["pending", "true"]);
		await pass(2500);
		expect(copy.outerHTML).toBe(BUTTON);
	});

	it("is cleaned when its signal is sent, also where a script of the page has made it", async () => {
		await installCrisp();
		bindButtons();
		const button = clickButton();
		const copy = button.cloneNode(true) as HTMLElement;
		document.body.append(copy);
		await pass(3000);
		expect([button, copy].map(stateOf)).toEqual(["sent", null]);
	});

	it.each(["popstate", "pageshow"])("is none where its own signal is on its way (%s)", async (type) => {
		await installCrisp();
		bindButtons();
		const button = clickButton();
		happens(type);
		await pass(0);
		expect([stateOf(button), button.getAttribute("aria-busy")]).toEqual(["pending", "true"]);
		await pass(3000);
		expect(stateOf(button)).toBe("sent");
	});

	it("is all that is cleaned", async () => {
		const others = `<p data-crisp-signal-state="sent"></p><p data-crisp-signal-state="failed"></p><p aria-busy="true"></p>`;
		const { restore } = await keepPending(BUTTON + others);
		await pass(3000);
		restore();
		happens("popstate");
		await pass(0);
		expect(document.body.innerHTML).toBe(BUTTON + others);
	});

	it("is left alone outside of the root", async () => {
		await installCrisp();
		const copy = `<button data-crisp-signal-state="pending"></button>`;
		document.body.innerHTML = `<main>${copy}</main>${copy}`;
		bindButtons(document.querySelector("main") as Element);
		happens("popstate");
		await pass(0);
		expect([...document.querySelectorAll("button")].map(stateOf)).toEqual([null, "pending"]);
	});

	it("is cleaned in a bound shadow root too", async () => {
		await installCrisp();
		const shadow = document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
		shadow.innerHTML = `<button data-crisp-signal-state="pending"></button>`;
		bindButtons(shadow);
		happens("popstate");
		await pass(0);
		expect(stateOf(shadow.querySelector("button"))).toBeNull();
	});

	it("can be clicked, and shows its own signal", async () => {
		const { restore } = await keepPending();
		const copy = restore();
		copy.click();
		happens("popstate");
		await pass(0);
		expect(stateOf(copy)).toBe("pending");
		await pass(5000);
		expect(stateOf(copy)).toBe("sent");
	});

	it("is left alone when the binding is undone", async () => {
		const { undo, restore } = await keepPending();
		happens("popstate");
		const first = restore();
		undo();
		await pass(3000);
		const second = restore();
		happens("popstate");
		happens("pageshow");
		await pass(0);
		expect([first, second].map(stateOf)).toEqual(["pending", "pending"]);
	});

	it("is seen by the browser's own observer, where zone.js has replaced that", async () => {
		const replaced = vi.fn();
		vi.stubGlobal("__zone_symbol__MutationObserver", MutationObserver);
		vi.stubGlobal("MutationObserver", replaced);
		try {
			await installCrisp();
			bindButtons();
			happens("popstate");
			document.body.innerHTML = `<button data-crisp-signal-state="pending"></button>`;
			await pass(0);
		} finally {
			vi.unstubAllGlobals();
		}
		expect(stateOf(document.querySelector("button"))).toBeNull();
		expect(replaced).not.toHaveBeenCalled();
	});
});
