import { describe, expect, it, vi } from "vitest";
import { bindButtons, configure, getState, startChatbot } from "../../src/index.js";
import { makeCrisp, pass, usePage, watch } from "./helpers.js";

usePage();

/** ms after the page's load and the call from which a missing Crisp counts as blocked. */
const BLOCKED = 15_000;

const UNAVAILABLE = { code: "CRISP_UNAVAILABLE", signal: "start_chatbot" };

/** The site's snippet without its script. */
function runSnippet() {
	const crisp = makeCrisp();
	window.$crisp = [];
	return crisp;
}

function addScript(attributes = `src="https://client.crisp.chat/l.js"`) {
	document.body.insertAdjacentHTML("beforeend", `<script type="x" ${attributes}></script>`);
}

/** The site's snippet, and the element that it puts on the page. */
function addCrisp() {
	addScript();
	return runSnippet();
}

/** Clicks a new button; `outcome` is what it shows. */
function click(attributes = "") {
	document.body.insertAdjacentHTML("beforeend", `<button data-crisp-signal="start" ${attributes}></button>`);
	const button = [...document.querySelectorAll("button")].at(-1) as HTMLButtonElement;
	button.click();
	return {
		get outcome() {
			return button.getAttribute("data-crisp-signal-state");
		},
	};
}

function setReadyState(state: DocumentReadyState) {
	vi.spyOn(document, "readyState", "get").mockReturnValue(state);
}

describe("where Crisp is blocked", () => {
	it("calls and clicks alike fail after 15 s", async () => {
		addCrisp();
		bindButtons();
		await pass(3000);
		const call = watch(startChatbot());
		const button = click();
		await pass(BLOCKED - 1);
		expect([call.outcome, button.outcome]).toEqual(["pending", "pending"]);
		await pass(1);
		expect(call.outcome).toMatchObject(UNAVAILABLE);
		expect(button.outcome).toBe("failed");
		expect(getState()).toMatchObject({ ready: false, pending: 0, error: UNAVAILABLE });
	});

	it("each of them has its own 15 s", async () => {
		addCrisp();
		const first = watch(startChatbot());
		await pass(5000);
		const second = watch(startChatbot());
		await pass(BLOCKED - 5000);
		expect(first.outcome).toMatchObject(UNAVAILABLE);
		await pass(4999);
		expect(second.outcome).toBe("pending");
		await pass(1);
		expect(second.outcome).toMatchObject(UNAVAILABLE);
	});

	it("also where a test's clock begins in 1970", async () => {
		vi.setSystemTime(0);
		addCrisp();
		const start = watch(startChatbot());
		await pass(BLOCKED);
		expect(start.outcome).toMatchObject(UNAVAILABLE);
	});

	it("the 15 s begin when the page has loaded", async () => {
		setReadyState("interactive");
		addCrisp();
		const start = watch(startChatbot());
		await pass(20_000);
		setReadyState("complete");
		window.dispatchEvent(new Event("load"));
		await pass(BLOCKED - 1);
		expect(start.outcome).toBe("pending");
		await pass(1);
		expect(start.outcome).toMatchObject(UNAVAILABLE);
	});

	it("a timeout that is shorter holds, for calls and clicks alike", async () => {
		addCrisp();
		bindButtons();
		const call = watch(startChatbot({ timeout: 3000 }));
		const button = click(`data-crisp-signal-timeout="3000"`);
		await pass(2999);
		expect([call.outcome, button.outcome]).toEqual(["pending", "pending"]);
		await pass(1);
		expect(call.outcome).toMatchObject(UNAVAILABLE);
		expect(button.outcome).toBe("failed");
	});

	it("it is seen also where an element stands in the place of the document's querySelector", async () => {
		addCrisp();
		const start = watch(startChatbot());
		Object.defineProperty(document, "querySelector", { value: document.createElement("img"), configurable: true });
		await pass(BLOCKED);
		Reflect.deleteProperty(document, "querySelector");
		expect(start.outcome).toMatchObject(UNAVAILABLE);
	});

	it("Enum is not told what has failed if Crisp comes after all, but what is called then", async () => {
		const crisp = addCrisp();
		startChatbot();
		await pass(BLOCKED);
		crisp.runScript();
		await pass(30_000);
		expect(crisp.told).toEqual([]);
		const start = watch(startChatbot());
		await pass(3000);
		expect(start.outcome).toBe("sent");
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

describe("a call and a click wait until their timeout", () => {
	/** Calls and clicks, and sees both fail at the timeout only. */
	async function expectToWait(code: string) {
		configure({ timeout: 40_000 });
		bindButtons();
		const call = watch(startChatbot());
		const button = click();
		await pass(39_999);
		expect([call.outcome, button.outcome]).toEqual(["pending", "pending"]);
		await pass(1);
		expect(call.outcome).toMatchObject({ code });
		expect(button.outcome).toBe("failed");
	}

	it("while a consent tool has not run the snippet", async () => {
		await expectToWait("CRISP_UNAVAILABLE");
	});

	it("while a consent tool holds the script back", async () => {
		runSnippet();
		addScript(`data-src="https://client.crisp.chat/l.js"`);
		await expectToWait("CRISP_UNAVAILABLE");
	});

	it("while the page has the script and not the array", async () => {
		addScript();
		await expectToWait("CRISP_UNAVAILABLE");
	});

	it("while another script of that name is on the page", async () => {
		runSnippet();
		addScript(`src="https://shop.example/l.js"`);
		await expectToWait("CRISP_UNAVAILABLE");
	});

	it("while the page is loading", async () => {
		setReadyState("loading");
		addCrisp();
		await expectToWait("CRISP_UNAVAILABLE");
	});

	it("while Crisp has loaded, and the network is down", async () => {
		const crisp = addCrisp();
		crisp.drop();
		crisp.runScript();
		await expectToWait("TIMEOUT");
	});
});

describe("a late Crisp", () => {
	it.each([
		["whose snippet a consent tool runs after 55 seconds", () => makeCrisp(), 55_000],
		["whose script crisp-sdk-web adds after 55 seconds", runSnippet, 55_000],
		["whose script takes 14 seconds", addCrisp, 14_000],
	])("%s is told what was called and clicked before", async (_, begin, ms) => {
		const crisp = begin();
		bindButtons();
		const call = watch(startChatbot());
		const button = click();
		await pass(ms);
		expect([call.outcome, button.outcome]).toEqual(["pending", "pending"]);
		if (window.$crisp) crisp.runScript();
		else crisp.install();
		await pass(5000);
		expect([call.outcome, button.outcome]).toEqual(["sent", "sent"]);
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});
});

it("Crisp is not taken for blocked because the machine slept, or the tab was slowed down, while it loaded", async () => {
	const crisp = addCrisp();
	const call = watch(startChatbot());
	await pass(1000);
	// Timers stand still meanwhile, the clock does not.
	vi.setSystemTime(Date.now() + 40_000);
	await pass(200);
	expect(call.outcome).toBe("pending");
	crisp.runScript();
	await pass(5000);
	expect(call.outcome).toBe("sent");
});
