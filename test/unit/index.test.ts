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
	it("exports what README names, and nothing else", () => {
		expect(Object.keys(signals).sort()).toEqual([
			"SignalError",
			"bindButtons",
			"configure",
			"connectRelay",
			"getServerState",
			"getState",
			"onPaused",
			"pauseChatbot",
			"receive",
			"startChatbot",
			"subscribe",
		]);
	});

	it("does nothing when it is imported", async () => {
		const crisp = await installCrisp();
		const listen = [vi.spyOn(window, "addEventListener"), vi.spyOn(document, "addEventListener")];
		const before = Reflect.ownKeys(window);
		await importCopy();
		for (const spy of listen) expect(spy).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
		expect(crisp.pushed).toEqual([]);
		expect(Reflect.ownKeys(window)).toEqual(before);
	});

	it("tells Enum to start and to pause, and the page what has happened", async () => {
		const crisp = await installCrisp();
		const [paused, changed] = [vi.fn(), vi.fn()];
		signals.onPaused(paused);
		signals.subscribe(changed);
		const sent = Promise.all([signals.startChatbot(), signals.pauseChatbot()]);
		await pass(5000);
		expect(await sent).toEqual([undefined, undefined]);
		expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		expect(signals.getState()).toMatchObject({ pending: 0, last: "pause_chatbot", pause: null });
		expect(changed).toHaveBeenCalled();
		expect(signals.receive("chatbot_paused:human")).toBe(true);
		await pass(0);
		expect(paused).toHaveBeenCalledTimes(1);
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
		signals.startChatbot({ signal: AbortSignal.abort() });
		await pass(200);
		process.off("unhandledRejection", unhandled);
		expect(signals.getState().error).not.toBeNull();
		expect(unhandled).not.toHaveBeenCalled();
	});

	it("rejects at once a signal whose AbortSignal has aborted, with the reason as the cause", async () => {
		const crisp = await installCrisp();
		const start = watch(signals.startChatbot({ signal: AbortSignal.abort("no consent") }));
		await Promise.resolve();
		expect(start.outcome).toMatchObject({ code: "ABORTED", signal: "start_chatbot", cause: "no consent" });
		expect(signals.getState()).toMatchObject({ pending: 0, last: null });
		await pass(3000);
		expect(crisp.pushed).toEqual([]);
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
		const start = watch(signals.startChatbot());
		await pass(300);
		await visitAnotherPage(() => deliverThere(crisp), crisp);
		await pass(5000);
		expect(start.outcome).toBe("sent");
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
		await installCrisp({ socket: false });
		const before = watch(signals.startChatbot());
		signals.configure({ timeout: 5000 });
		const after = watch(signals.pauseChatbot());
		await pass(5000);
		expect(before.outcome).toBe("pending");
		expect(after.outcome).toMatchObject({ code: "TIMEOUT" });
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
		expect(() => signals.configure({ key: "sales", delay: 10 })).toThrow(TypeError);
		signals.startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	it("does not bring back a pause that has ended", async () => {
		const crisp = await installCrisp();
		crisp.pause("human");
		crisp.reload();
		signals.configure();
		await pass(2000);
		expect(signals.getState().pause).not.toBeNull();
		signals.receive("start_chatbot");
		signals.configure({ timeout: 20_000 });
		await pass(1000);
		expect(signals.getState().pause).toBeNull();
	});

	it("resumes what the page before has left", async () => {
		const crisp = await installCrisp();
		signals.startChatbot();
		await pass(300);
		changePage(crisp);
		(await importCopy()).configure();
		await pass(5000);
		expect(crisp.told).toEqual(["start_chatbot"]);
	});

	describe("refuses another key after the first signal", () => {
		const setKey = (key = "sales") => signals.configure({ key });
		const REFUSAL = new Error("Expected key to be set before the first signal, got sales");

		it("while that is pending, and when it is sent", async () => {
			await installCrisp();
			signals.startChatbot();
			expect(setKey).toThrow(REFUSAL);
			await pass(5000);
			expect(setKey).toThrow(REFUSAL);
			expect(() => setKey("enum")).not.toThrow();
			expect(() => signals.configure({ delay: 700 })).not.toThrow();
		});

		it("when that has failed", async () => {
			signals.startChatbot({ timeout: 100 });
			await pass(1000);
			expect(setKey).toThrow(REFUSAL);
		});

		it("and changes no other option then", async () => {
			await installCrisp();
			signals.startChatbot();
			expect(() => signals.configure({ key: "sales", timeout: 100 })).toThrow(REFUSAL);
			const pause = watch(signals.pauseChatbot());
			await pass(5000);
			expect(pause.outcome).toBe("sent");
		});

		it("but not before, however often", async () => {
			const crisp = await installCrisp({ key: "sales" });
			signals.onPaused(() => {});
			for (const key of ["other", "enum", "sales"]) setKey(key);
			signals.startChatbot();
			await pass(3000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});
});

describe("receive", () => {
	const HUMAN = "chatbot_paused:human";

	it("takes a pause that a later start ends, also where the clock was set back between them", async () => {
		await installCrisp();
		signals.receive(HUMAN);
		await pass(1000);
		vi.setSystemTime(Date.now() - 3_600_000);
		signals.startChatbot();
		await pass(3000);
		expect(signals.getState().pause).toBeNull();
	});

	it("takes a pause while the page loads, before Crisp is there", () => {
		vi.spyOn(document, "readyState", "get").mockReturnValue("loading");
		expect(signals.receive(HUMAN)).toBe(true);
		expect(signals.getState().pause?.source).toBe("received");
	});

	it("returns whether the value is a pause, whatever it is given", () => {
		const values = [42, null, undefined, {}, [], Symbol("x"), "", "start_chatbot", "chatbot_paused", `x ${HUMAN}`];
		expect(values.map((value) => signals.receive(value))).toEqual(values.map(() => false));
		expect(signals.getState().pause).toBeNull();
		expect([signals.receive(HUMAN), signals.receive(HUMAN)]).toEqual([true, true]);
	});

	it("ends a pause by a start only", async () => {
		const listener = vi.fn();
		signals.onPaused(listener);
		signals.receive(HUMAN);
		await pass(0);
		for (const value of ["0.42", 0.42, "pause_chatbot", "something_else"]) {
			expect(signals.receive(value)).toBe(false);
		}
		expect(signals.getState().pause).not.toBeNull();
		expect(signals.receive("start_chatbot")).toBe(false);
		expect(signals.getState().pause).toBeNull();
		signals.receive(HUMAN);
		await pass(0);
		expect(listener).toHaveBeenCalledTimes(2);
	});

	it("hands hostile reasons on as they are", () => {
		for (const reason of ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "a\nb"]) {
			signals.receive(`chatbot_paused:${reason}`);
			expect(signals.getState().pause?.reason).toBe(reason);
		}
		expect(Object.prototype).not.toHaveProperty("reason");
	});
});
