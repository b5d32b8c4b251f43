import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as library from "../../src/index.js";
import { connected, HUMAN, hashed, openStreams, RELAY, useEventSource } from "./event-source.js";
import { changePage, installCrisp, makeCrisp, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

type Signals = typeof library;
const page = window as { CrispSignals?: Signals };

const FILE = "/js/crisp-signals.min.js?v=1";

afterEach(() => {
	delete page.CrispSignals;
	document.head.innerHTML = "";
});

/** Puts scripts into the page, which do not run. The other one is no script of ours. */
function addScripts(...attributes: string[]) {
	const scripts = [`src="/js/other.js" data-key="stolen"`, ...attributes].map(
		(text) => `<script type="x" ${text}></script>`,
	);
	document.head.innerHTML = scripts.join("");
	return document.head.querySelector("script:last-child") as HTMLScriptElement;
}

/** Runs the file, as its element or as a module, which has none. */
async function evaluate(currentScript: unknown = null) {
	vi.spyOn(document, "currentScript", "get").mockReturnValue(currentScript as null);
	vi.resetModules();
	await import("../../src/script.js");
	return page.CrispSignals as Signals;
}

/** Runs the file by an element with these attributes. */
const runScript = (attributes = "", src = FILE) => evaluate(addScripts(`src="${src}" ${attributes}`));

function clickButton() {
	document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
	document.querySelector("button")?.click();
}

describe("the script tag", () => {
	it("sets a global with the functions of the package", async () => {
		const crisp = await installCrisp();
		const signals = await runScript();
		expect(Object.keys(signals).sort()).toEqual(Object.keys(library).sort());
		const sent = signals.startChatbot({ timeout: 20_000 });
		await pass(3000);
		await expect(sent).resolves.toBeUndefined();
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("has the class of its errors on the global", async () => {
		const signals = await runScript();
		const error = new library.SignalError("TIMEOUT", "start_chatbot");
		expect(error).toBeInstanceOf(signals.SignalError);
		expect(new signals.SignalError("TIMEOUT", "start_chatbot").message).toBe(error.message);
	});

	it("puts its work off, so that the page does not wait for it", async () => {
		const listen = vi.spyOn(document, "addEventListener");
		await runScript();
		expect(listen).not.toHaveBeenCalled();
		await pass(0);
		expect(listen.mock.calls.map(([type]) => type)).toContain("click");
	});

	it("binds the buttons of the page", async () => {
		const crisp = await installCrisp();
		await runScript();
		await pass(0);
		clickButton();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("hears the first click also where that comes before its own work, and once", async () => {
		const crisp = await installCrisp();
		await runScript();
		clickButton();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("tells the page of a pause that stood, where nothing else is called", async () => {
		const crisp = makeCrisp();
		crisp.pause();
		crisp.install();
		const listener = vi.fn();
		document.addEventListener("crisp-signal:paused", listener);
		await runScript(`data-bind="false"`);
		await pass(3000);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	it("delivers what the page before has left", async () => {
		const crisp = await installCrisp();
		library.startChatbot();
		changePage(crisp);
		const signals = await runScript();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(signals.getState().last).toBe("start_chatbot");
	});

	it("shares the page's chatbot with other copies of the library", async () => {
		await installCrisp();
		const signals = await runScript();
		library.startChatbot();
		expect(signals.getState()).toBe(library.getState());
		expect(signals.getState().pending).toBe(1);
	});

	it("keeps the first one and warns once when the page loads it twice", async () => {
		const crisp = await installCrisp();
		const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
		const first = await runScript();
		expect(await runScript(`data-key="sales"`)).toBe(first);
		expect(warn.mock.calls).toEqual([["CrispSignals is loaded already. The first one is kept."]]);
		clickButton();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is not kept out by an element with the id CrispSignals", async () => {
		document.body.innerHTML = `<a id="CrispSignals" href="#">user content</a>`;
		page.CrispSignals = document.querySelector("a") as never;
		const warn = vi.spyOn(console, "warn");
		expect((await runScript()).startChatbot).toBeTypeOf("function");
		expect(warn).not.toHaveBeenCalled();
	});
});

describe("its own element", () => {
	/** Its key is the one in whose place Enum is told. */
	async function expectToBeRead(run: () => Promise<Signals>) {
		const crisp = await installCrisp({ key: "sales" });
		const { startChatbot } = await run();
		startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	}

	it("is the script that runs, whatever its name", async () => {
		await expectToBeRead(() => runScript(`data-key="sales"`, "/js/vendor.js"));
	});

	it("is the one whose address holds crisp-signals, where it is a module", async () => {
		await expectToBeRead(() => {
			addScripts(`src="/js/app-5e1f.js" data-crisp-signals data-key="stolen"`, `src="${FILE}" data-key="sales"`);
			return evaluate();
		});
	});

	it("is the one with the attribute data-crisp-signals, where a bundler has given the module another name", async () => {
		await expectToBeRead(() => {
			addScripts(`src="/js/app-5e1f.js" data-crisp-signals data-key="sales"`);
			return evaluate();
		});
	});

	it.each(["module", "script"])("is not an element that stands in the place of currentScript (%s)", async (kind) => {
		document.body.innerHTML = `<img name="currentScript" data-key="stolen"><img name="querySelector">`;
		const [impostor, other] = document.querySelectorAll("img");
		Object.defineProperty(document, "querySelector", { value: other, configurable: true });
		await expectToBeRead(() => {
			addScripts(kind === "script" ? `src="${FILE}" data-key="sales"` : `data-crisp-signals data-key="sales"`);
			return evaluate(impostor);
		}).finally(() => Reflect.deleteProperty(document, "querySelector"));
	});

	const FOREIGN = `src="/js/app-5e1f.js" defer`;

	it.each([
		["a module", () => void addScripts()],
		["a script of another name without attributes", () => addScripts(FOREIGN)],
	])("is not needed, but missed in the console: a bundler may have dropped its attributes (%s)", async (_, add) => {
		const crisp = await installCrisp();
		const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
		await evaluate(add());
		clickButton();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(warn.mock.calls).toEqual([["Expected a script with data-crisp-signals, got none"]]);
	});

	it.each([
		["its name", `src="${FILE}"`],
		["the attribute data-crisp-signals", `${FOREIGN} data-crisp-signals`],
		["an option", `${FOREIGN} data-bind="true"`],
	])("is not missed where it is known by %s", async (_, attributes) => {
		const warn = vi.spyOn(console, "warn");
		await evaluate(addScripts(attributes));
		await pass(0);
		expect(warn).not.toHaveBeenCalled();
	});
});

describe("the attribute", () => {
	beforeEach(() => {
		vi.spyOn(console, "debug").mockImplementation(() => {});
	});

	it("data-delay sets the ms between the dummy and the value", async () => {
		const crisp = await installCrisp();
		const signals = await runScript(`data-delay="5000"`);
		signals.startChatbot();
		await pass(4900);
		expect(crisp.wire).toHaveLength(1);
		await pass(2000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("data-timeout sets the ms until a signal is given up", async () => {
		const signals = await runScript(`data-timeout="3000"`);
		signals.startChatbot();
		await pass(2999);
		expect(signals.getState().error).toBeNull();
		await pass(1);
		expect(signals.getState().error).toMatchObject({ code: "CRISP_UNAVAILABLE" });
	});

	it.each([
		["false", 0],
		["", 1],
	])("data-persist=%j decides whether a signal is kept over a page change", async (value, stored) => {
		const signals = await runScript(`data-persist="${value}"`);
		signals.startChatbot();
		window.dispatchEvent(new Event("pagehide"));
		expect(localStorage).toHaveLength(stored);
	});

	it.each([
		[`data-debug`, true],
		[`data-debug="true"`, true],
		[`data-debug="false"`, false],
		["", false],
	])("data-debug logs each step, unless it is false or missing (%s)", async (attribute, isLogged) => {
		const signals = await runScript(attribute);
		signals.startChatbot();
		expect(vi.mocked(console.debug).mock.calls.length > 0).toBe(isLogged);
	});

	it("data-key sets the key of Crisp's session data", async () => {
		const crisp = await installCrisp({ key: "sales" });
		const signals = await runScript(`data-key="sales"`);
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it.each([
		["false", []],
		["true", ["start_chatbot"]],
		["", ["start_chatbot"]],
	])("data-bind=%j decides whether buttons are bound", async (value, told) => {
		const crisp = await installCrisp();
		await runScript(`data-bind="${value}"`);
		clickButton();
		await pass(3000);
		expect(crisp.told).toEqual(told);
	});

	it("data-relay names the relay that tells of pauses", async () => {
		await installCrisp();
		const signals = await runScript(`data-relay="${RELAY}"`);
		await pass(10);
		(await connected()).send(HUMAN);
		expect(signals.getState().pause).toMatchObject({ value: HUMAN, source: "relay" });
	});

	it("data-relay is needed for a stream", async () => {
		await installCrisp();
		await runScript();
		await pass(10);
		await hashed();
		expect(openStreams()).toEqual([]);
	});

	it("that is wrong is reported and left out; the others hold", async () => {
		const crisp = await installCrisp({ key: "sales" });
		const report = vi.spyOn(console, "error").mockImplementation(() => {});
		const attributes = `data-delay="soon" data-timeout="" data-relay="ftp://shop.example" data-key="sales" data-debug`;
		const signals = await runScript(attributes);
		await pass(0);
		expect(report.mock.calls).toEqual([
			[new TypeError("Expected delay to be 600 to 2147483647 ms, got NaN")],
			[new TypeError("Expected timeout to be 1 to 2147483647 ms, got 0")],
			[new TypeError("Expected url to be a relay's address, got ftp://shop.example")],
		]);
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(console.debug).toHaveBeenCalledWith("[crisp-signals]", "start_chatbot: sent");
	});

	it("data-key is reported where another copy of the library has sent a signal before", async () => {
		const report = vi.spyOn(console, "error").mockImplementation(() => {});
		library.startChatbot();
		await runScript(`data-key="sales"`);
		await pass(0);
		expect(report.mock.calls).toEqual([[new Error("Expected key to be set before the first signal, got sales")]]);
	});

	it("holds until configure sets something else, which may come first", async () => {
		const crisp = await installCrisp();
		const signals = await runScript(`data-delay="20000" data-timeout="3000"`);
		signals.configure({ delay: 5000 });
		signals.configure({ timeout: 20_000 });
		signals.startChatbot();
		await pass(4900);
		expect(crisp.told).toEqual([]);
		await pass(2000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is one that begins with data-", async () => {
		const crisp = await installCrisp();
		await runScript(`key="sales" aria-key="sales" bind="false" delay="9000"`);
		clickButton();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it.each([true, false])("is never taken from a polluted Object.prototype (own element found: %s)", async (isFound) => {
		vi.spyOn(console, "warn").mockImplementation(() => {});
		const crisp = await installCrisp();
		const polluted = Object.prototype as Record<string, unknown>;
		Object.assign(polluted, { key: "stolen", bind: "false" });
		try {
			if (isFound) await runScript();
			else await evaluate();
			clickButton();
			await pass(3000);
		} finally {
			for (const name of ["key", "bind"]) delete polluted[name];
		}
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});
