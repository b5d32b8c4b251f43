import { afterEach, describe, expect, it, vi } from "vitest";
import { changePage, installCrisp, makeChatbot, pass, usePage } from "./helpers.js";
import { connected, HUMAN, hashed, openStreams, RELAY, useEventSource } from "./relay/relay.js";

usePage();
useEventSource();

const page = window as { CrispSignals?: typeof import("../../src/index.js") & { destroy(): void } };

afterEach(() => {
	page.CrispSignals?.destroy();
	delete page.CrispSignals;
	document.head.innerHTML = "";
});

/** Runs the script as if by an element with these attributes. */
async function runScript(attributes = "", isModule = false) {
	document.head.innerHTML = `<script type="x" src="/js/other.js"></script><script type="x" src="/js/crisp-signals.min.js?v=1" ${attributes}></script>`;
	const element = document.head.querySelector("script:last-child") as HTMLScriptElement;
	vi.spyOn(document, "currentScript", "get").mockReturnValue(isModule ? null : element);
	vi.resetModules();
	await import("../../src/script.js");
	return page.CrispSignals as NonNullable<typeof page.CrispSignals>;
}

describe("the script tag", () => {
	it("sets a global with the functions of the package", async () => {
		const crisp = await installCrisp();
		const signals = await runScript();
		expect(Object.keys(signals).sort()).toEqual(["destroy", ...Object.keys(await import("../../src/index.js"))].sort());
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("binds the buttons of the page", async () => {
		const crisp = await installCrisp();
		await runScript();
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		document.querySelector("button")?.click();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("hears of pauses from the relay that data-relay names", async () => {
		await installCrisp();
		const signals = await runScript(`data-relay="${RELAY}"`);
		await pass(0);
		(await connected()).send(HUMAN);
		expect(signals.getState().pause).toMatchObject({ value: HUMAN, source: "relay" });
	});

	it("opens no stream without data-relay", async () => {
		await installCrisp();
		await runScript();
		await pass(0);
		await hashed();
		expect(openStreams()).toEqual([]);
	});

	it("reports a relay's address that is none, and works without", async () => {
		const report = vi.spyOn(console, "error").mockImplementation(() => {});
		const crisp = await installCrisp();
		const signals = await runScript(`data-relay="ftp://shop.example"`);
		await pass(0);
		expect(`${report.mock.calls}`).toBe("TypeError: Expected url to be a relay's address, got ftp://shop.example");
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("is one chatbot, whatever is called first", async () => {
		await installCrisp();
		const signals = await runScript();
		const listener = vi.fn();
		signals.subscribe(listener);
		signals.startChatbot();
		expect(listener).toHaveBeenCalled();
		expect(signals.getState().pending).toBe(1);
	});

	it("delivers itself what the page before has left, also where another chatbot is made at once", async () => {
		const crisp = await installCrisp();
		makeChatbot().startChatbot();
		changePage(crisp);
		const signals = await runScript();
		const other = signals.createChatbot({ timeout: 1200 });
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect([signals.getState().last, other.getState().error]).toEqual(["start_chatbot", null]);
		other.destroy();
	});

	it("is configured step by step", async () => {
		const crisp = await installCrisp();
		const signals = await runScript();
		signals.configure({ delay: 5000 });
		signals.configure({ timeout: 20_000 });
		signals.startChatbot();
		await pass(5000);
		expect(crisp.told).toEqual([]);
		await pass(2000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("takes no other attributes for its options", async () => {
		const crisp = await installCrisp();
		const signals = await runScript(`aria-key="sales" aria-bind="false"`);
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it('leaves the buttons alone with data-bind="false"', async () => {
		const crisp = await installCrisp();
		await runScript(`data-bind="false"`);
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		document.querySelector("button")?.click();
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
	});

	it.each([false, true])("reads its options from its attributes (as a module: %s)", async (isModule) => {
		const crisp = await installCrisp({ key: "sales" });
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		vi.spyOn(performance, "measure").mockImplementation(() => ({}) as PerformanceMeasure);
		const attributes = `data-key="sales" data-delay="2000" data-watch-interval="500" data-release="false" data-debug`;
		const signals = await runScript(attributes, isModule);
		signals.startChatbot();
		await pass(1900);
		expect(crisp.told).toEqual([]);
		await pass(2000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(debug).toHaveBeenCalled();
		expect(window.$crisp.get("session:data", "sales")).toBe("start_chatbot");
	});

	it("reads them also from a file of another name", async () => {
		const crisp = await installCrisp({ key: "sales" });
		document.head.innerHTML = `<script type="x" src="/js/vendor.js" data-key="sales"></script>`;
		vi.spyOn(document, "currentScript", "get").mockReturnValue(document.head.querySelector("script"));
		vi.resetModules();
		await import("../../src/script.js");
		page.CrispSignals?.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("takes attributes that are right only beside each other", async () => {
		const error = vi.spyOn(console, "error");
		const crisp = await installCrisp();
		const signals = await runScript(`data-delay="65000" data-timeout="600000"`);
		signals.startChatbot();
		await pass(60_000);
		expect(crisp.told).toEqual([]);
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		signals.destroy();
		delete page.CrispSignals;
		await runScript(`data-delay="600" data-timeout="900"`);
		expect(error).not.toHaveBeenCalled();
	});

	it("reports a wrong attribute and works with the others", async () => {
		const crisp = await installCrisp({ key: "sales" });
		const error = vi.spyOn(console, "error").mockImplementation(() => {});
		const signals = await runScript(`data-key="sales" data-delay="soon" data-watch-interval="50"`);
		await pass(0);
		expect(error.mock.calls).toEqual([
			[new RangeError("Expected delay to be 600 to 2147483647 ms, got NaN")],
			[new RangeError("Expected watchInterval to be 100 to 2147483647 ms, got 50")],
		]);
		signals.configure({ timeout: 20_000 });
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("keeps the first one and warns once when the page loads it twice", async () => {
		await installCrisp();
		const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
		const first = await runScript();
		expect(await runScript()).toBe(first);
		expect(warn.mock.calls).toEqual([["CrispSignals is loaded already. The first one is kept."]]);
	});

	it("takes no option from a polluted Object.prototype, with its element and without", async () => {
		const crisp = await installCrisp();
		const polluted = Object.prototype as Record<string, unknown>;
		Object.assign(polluted, { key: "stolen", bind: "false" });
		try {
			for (const isFound of [true, false]) {
				const signals = await runScript("", !isFound);
				if (!isFound) document.head.innerHTML = "";
				document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
				document.querySelector("button")?.click();
				await pass(3000);
				signals.destroy();
				delete page.CrispSignals;
			}
		} finally {
			for (const name of ["key", "bind"]) delete polluted[name];
		}
		expect(crisp.told).toEqual(["start_chatbot", "start_chatbot"]);
	});

	it("is not kept out by an element with the id CrispSignals", async () => {
		document.body.innerHTML = `<a id="CrispSignals" href="#">user content</a>`;
		page.CrispSignals = document.querySelector("a") as never;
		const warn = vi.spyOn(console, "warn");
		expect((await runScript()).startChatbot).toBeTypeOf("function");
		expect(warn).not.toHaveBeenCalled();
	});

	it("takes no option from an element that stands in the place of its own", async () => {
		const crisp = await installCrisp();
		document.body.innerHTML = `<img name="currentScript" data-key="stolen"><img name="scripts">`;
		const impostor = document.querySelector("img") as never;
		document.head.innerHTML = `<script type="x" src="/js/crisp-signals.js" data-delay="2000"></script>`;
		vi.spyOn(document, "currentScript", "get").mockReturnValue(impostor);
		vi.spyOn(document, "scripts", "get").mockReturnValue(impostor);
		vi.resetModules();
		await import("../../src/script.js");
		page.CrispSignals?.startChatbot();
		await pass(2400);
		expect(crisp.told).toEqual([]);
		await pass(1000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("works where its element cannot be found", async () => {
		vi.spyOn(document, "currentScript", "get").mockReturnValue(null);
		vi.resetModules();
		await import("../../src/script.js");
		expect(page.CrispSignals).toBeDefined();
	});
});
