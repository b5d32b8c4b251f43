import { beforeEach, describe, expect, it, vi } from "vitest";
import { changePage, deliverThere, installCrisp, pass, usePage, visitAnotherPage, watch } from "./helpers.js";

usePage();

let signals: typeof import("../../src/index.js");

/** A new copy of the library, as each page has its own. */
async function importCopy() {
	vi.resetModules();
	return import("../../src/index.js");
}

beforeEach(async () => {
	signals = await importCopy();
});

describe("the package", () => {
	it("does nothing when it is imported", async () => {
		const crisp = await installCrisp();
		const listen = vi.spyOn(window, "addEventListener");
		await importCopy();
		expect(listen).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
		expect(crisp.pushed).toEqual([]);
		expect(Object.getOwnPropertySymbols(window).filter((symbol) => symbol.description?.startsWith("crisp"))).toEqual(
			[],
		);
	});

	it("works by its functions, on one chatbot", async () => {
		const crisp = await installCrisp();
		const paused = vi.fn();
		const changed = vi.fn();
		signals.onPaused(paused);
		signals.subscribe(changed);
		await Promise.all([signals.startChatbot(), signals.pauseChatbot(), pass(5000)]);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		expect(signals.getState()).toMatchObject({ pending: 0, last: "pause_chatbot", pause: null });
		expect(signals.receive("chatbot_paused:human")).toBe(true);
		expect(paused).toHaveBeenCalledTimes(1);
		expect(changed).toHaveBeenCalled();
		signals.configure({ watchInterval: 5000 });
	});

	it("binds buttons", async () => {
		const crisp = await installCrisp();
		const undo = signals.bindButtons();
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		document.querySelector("button")?.click();
		await pass(3000);
		undo();
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("never causes an unhandledrejection", async () => {
		const unhandled = vi.fn();
		process.on("unhandledRejection", unhandled);
		signals.startChatbot({ timeout: 100 });
		await pass(200);
		vi.useRealTimers();
		await new Promise((resolve) => setTimeout(resolve));
		process.off("unhandledRejection", unhandled);
		expect(unhandled).not.toHaveBeenCalled();
	});
});

describe("without configure", () => {
	it("the first call resumes what the page before has left", async () => {
		const crisp = await installCrisp();
		signals.startChatbot();
		await pass(300);
		changePage(crisp);
		(await importCopy()).pauseChatbot();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});

	it("a signal that another page has delivered is told no more when its page comes back", async () => {
		const crisp = await installCrisp();
		const receipt = watch(signals.startChatbot());
		await pass(300);
		await visitAnotherPage(() => deliverThere(crisp), crisp);
		await pass(5000);
		expect(receipt.outcome).toMatchObject({ confirmed: true });
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("a signal goes on when its page comes back from the back/forward cache", async () => {
		const crisp = await installCrisp();
		signals.startChatbot();
		await pass(300);
		await visitAnotherPage(async () => {});
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

describe("configure", () => {
	it("sets the options of what is called from then on", async () => {
		const crisp = await installCrisp({ key: "sales" });
		signals.getState();
		signals.configure({ key: "sales" });
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("leaves options alone that are not named", async () => {
		const crisp = await installCrisp({ key: "sales" });
		signals.configure({ key: "sales" });
		signals.configure({ timeout: 20_000 });
		signals.configure();
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("changes nothing when an option is wrong", async () => {
		const crisp = await installCrisp();
		expect(() => signals.configure({ key: "sales", delay: 10 })).toThrow(RangeError);
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("does not bring back a pause that has ended", async () => {
		const crisp = await installCrisp();
		crisp.pause("human");
		crisp.reload();
		await pass(1000);
		expect(signals.getState().pause).not.toBeNull();
		signals.receive("start_chatbot");
		signals.configure({ timeout: 20_000 });
		expect(signals.getState().pause).toBeNull();
	});

	it("resumes what the page before has left", async () => {
		const crisp = await installCrisp();
		signals.startChatbot();
		await pass(300);
		changePage(crisp);
		const next = await importCopy();
		next.configure();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});
});

describe("two copies of the library", () => {
	it("share what stands on the page under these names", () => {
		signals.bindButtons();
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		document.querySelector("button")?.click();
		const names = Object.getOwnPropertySymbols(window).map((symbol) => Symbol.keyFor(symbol) ?? "");
		expect(names.filter((name) => name.startsWith("crisp-signals")).sort()).toEqual([
			"crisp-signals:1:busy",
			"crisp-signals:1:channel:enum",
			"crisp-signals:1:loader",
		]);
	});

	it("reject with an error of the class that each of them exports", async () => {
		const copy = await importCopy();
		for (const { startChatbot, SignalError } of [signals, copy]) {
			const receipt = watch(startChatbot({ timeout: 100 }));
			await pass(200);
			expect(receipt.outcome).toBeInstanceOf(SignalError);
		}
	});

	it("are heard in the order of the calls, each once", async () => {
		const crisp = await installCrisp();
		const other = await importCopy();
		signals.startChatbot();
		other.pauseChatbot();
		signals.pauseChatbot();
		other.startChatbot();
		await pass(10_000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "pause_chatbot", "start_chatbot"]);
	});

	it("send one signal for one click", async () => {
		const crisp = await installCrisp();
		const other = await importCopy();
		signals.bindButtons();
		other.bindButtons();
		document.body.innerHTML = `<button data-crisp-signal="start"></button>`;
		document.querySelector("button")?.click();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("hand over to the next page what both have pending", async () => {
		const crisp = await installCrisp();
		const other = await importCopy();
		signals.startChatbot();
		other.pauseChatbot();
		await pass(1550);
		changePage(crisp);
		(await importCopy()).configure();
		await pass(8000);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
	});
});
