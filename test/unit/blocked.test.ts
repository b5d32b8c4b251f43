import { describe, expect, it, vi } from "vitest";
import { makeChatbot, makeCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

function show(attributes = "") {
	document.body.innerHTML = `<button data-crisp-signal="start" ${attributes}></button>`;
	return document.querySelector("button") as HTMLButtonElement;
}

const stateOf = (button: Element) => button.getAttribute("data-crisp-signal-state");

/** The site's snippet, and the element it puts on the page. */
function addLoader() {
	makeCrisp({ blocked: true }).install();
	document.body.insertAdjacentHTML("beforeend", `<script type="x" src="https://client.crisp.chat/l.js"></script>`);
	return document.querySelector("script") as HTMLScriptElement;
}

/** ms after which the page has loaded. */
const LOADED = 500;

function mockLoading() {
	const entry = { loadEventEnd: performance.now() + LOADED } as never;
	vi.spyOn(performance, "getEntriesByType").mockImplementation(() => (performance.now() < LOADED ? [] : [entry]));
}

describe("where Crisp is visibly blocked", () => {
	it("a click fails after ten seconds when its loader has reported an error", async () => {
		const chatbot = makeChatbot();
		chatbot.bindButtons();
		const button = show();
		await pass(3000);
		addLoader().dispatchEvent(new Event("error"));
		button.click();
		const receipt = watch(chatbot.startChatbot());
		await pass(9999);
		expect(stateOf(button)).toBe("pending");
		await pass(1);
		expect(stateOf(button)).toBe("failed");
		expect(chatbot.getState()).toMatchObject({ ready: false, error: { code: "CRISP_UNAVAILABLE" } });
		// Code that calls it has a promise, and a timeout of its own.
		await pass(40_000);
		expect(receipt.outcome).toBe("pending");
	});

	it("a click fails when the page has long loaded and the array still stands there, beside the loader", async () => {
		mockLoading();
		makeChatbot().bindButtons();
		const button = show();
		addLoader();
		button.click();
		await pass(10_000 + LOADED);
		expect(stateOf(button)).toBe("pending");
		await pass(100);
		expect(stateOf(button)).toBe("failed");
	});

	it("a click fails also where an element stands in the place of the document's scripts", async () => {
		mockLoading();
		makeChatbot().bindButtons();
		const button = show();
		addLoader();
		vi.spyOn(document, "scripts", "get").mockReturnValue(document.createElement("img") as never);
		button.click();
		await pass(11_000);
		expect(stateOf(button)).toBe("failed");
	});

	it("a click with a timeout of its own fails after that", async () => {
		makeChatbot().bindButtons();
		const button = show(`data-crisp-signal-timeout="3000"`);
		button.click();
		await pass(2900);
		expect(stateOf(button)).toBe("pending");
		await pass(200);
		expect(stateOf(button)).toBe("failed");
	});
});

describe("a click goes on", () => {
	it("while Crisp may still come: no consent yet", async () => {
		mockLoading();
		makeChatbot().bindButtons();
		const button = show();
		button.click();
		await pass(30_000);
		expect(stateOf(button)).toBe("pending");
		const crisp = makeCrisp();
		crisp.install();
		await pass(5000);
		expect(stateOf(button)).toBe("sent");
	});

	it("while the page is still loading", async () => {
		vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ loadEventEnd: 0 } as never]);
		makeChatbot().bindButtons();
		const button = show();
		addLoader();
		button.click();
		await pass(30_000);
		expect(stateOf(button)).toBe("pending");
	});

	it("when the loader has failed once and has arrived then", async () => {
		makeChatbot().bindButtons();
		const button = show();
		addLoader().dispatchEvent(new Event("error"));
		button.click();
		const crisp = makeCrisp();
		await pass(8000);
		crisp.install();
		crisp.drop();
		await pass(5000);
		expect(stateOf(button)).toBe("pending");
		crisp.restore();
		await pass(5000);
		expect(stateOf(button)).toBe("sent");
	});

	it("when another script has failed", async () => {
		makeChatbot().bindButtons();
		const button = show();
		const other = Object.assign(document.createElement("script"), { type: "x", src: "https://shop.example/l.js" });
		document.body.append(other);
		other.dispatchEvent(new Event("error"));
		document.body.append(document.createElement("img"));
		document.querySelector("img")?.dispatchEvent(new Event("error"));
		button.click();
		await pass(30_000);
		expect(stateOf(button)).toBe("pending");
	});
});

it("a wrong timeout on a button is reported with the element, and the default holds", async () => {
	const error = vi.spyOn(console, "error").mockImplementation(() => {});
	const crisp = makeCrisp();
	makeChatbot().bindButtons();
	const button = show(`data-crisp-signal-timeout="soon"`);
	button.click();
	expect(error.mock.calls).toEqual([
		[new RangeError("Expected data-crisp-signal-timeout to be 1 to 2147483647 ms, got NaN"), button],
	]);
	await pass(20_000);
	crisp.install();
	await pass(5000);
	expect(stateOf(button)).toBe("sent");
});
