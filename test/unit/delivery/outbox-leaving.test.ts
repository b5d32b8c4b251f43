import { describe, expect, it, vi } from "vitest";
import { configure, getState, pauseChatbot, startChatbot } from "../../../src/index.js";
import {
	changePage,
	hidePage,
	installCrisp,
	leavePage,
	makeCrisp,
	onEachClient,
	pass,
	readOutbox,
	replaceStorage,
	startOnItsWay,
	usePage,
	watch,
} from "../helpers.js";

usePage();

const storedSignals = () => readOutbox().jobs.map(({ signal }) => signal);

/** As browsers do it when they go to another page. */
function leave() {
	hidePage();
	vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

function comeBack() {
	vi.spyOn(document, "visibilityState", "get").mockReturnValue("visible");
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
	window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
}

onEachClient(() => {
	describe("a signal that a listener of the site calls while the page is left", () => {
		it("is handed over, also where it is the first use of the library", async () => {
			const crisp = await installCrisp();
			window.addEventListener("pagehide", () => void pauseChatbot());
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("is handed over where the library was used before", async () => {
			const crisp = await installCrisp();
			configure();
			await pass(1000);
			window.addEventListener("pagehide", () => void pauseChatbot());
			changePage(crisp);
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("is handed over after the one that is pending, whichever listener comes first", async () => {
			for (const capture of [true, false]) {
				const crisp = await installCrisp();
				window.addEventListener("pagehide", () => void pauseChatbot(), { capture });
				startChatbot();
				window.addEventListener("pagehide", () => void pauseChatbot());
				leavePage(crisp);
				expect(storedSignals()).toEqual(["start_chatbot", "pause_chatbot", "pause_chatbot"]);
				crisp.install();
				configure();
				await pass(10_000);
				expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "pause_chatbot"]);
				crisp.uninstall();
			}
		});

		it("is handed over on a page that is left while it loads, before Crisp has come", async () => {
			vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
			makeCrisp().install();
			configure();
			window.addEventListener("pagehide", () => void pauseChatbot());
			leave();
			expect(storedSignals()).toEqual(["pause_chatbot"]);
		});

		it("does not take the place of what the page before has left, where nobody has looked since Crisp joined", async () => {
			const { crisp } = await startOnItsWay(300);
			vi.spyOn(document, "readyState", "get").mockReturnValue("interactive");
			changePage(crisp);
			await pass(900);
			window.addEventListener("pagehide", () => void pauseChatbot());
			leave();
			expect(storedSignals()).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("is handed over when it is called as the page becomes hidden, after that", async () => {
			const crisp = await installCrisp();
			startChatbot();
			document.addEventListener("visibilitychange", () => void pauseChatbot());
			leave();
			expect(storedSignals()).toEqual(["start_chatbot", "pause_chatbot"]);
			expect(crisp.told).toEqual([]);
		});

		it("is delivered by this page where it comes back", async () => {
			const crisp = await installCrisp();
			const calls: { outcome: unknown }[] = [];
			window.addEventListener("pagehide", () => calls.push(watch(pauseChatbot())));
			leave();
			await pass(1000);
			expect(calls).toEqual([{ outcome: "pending" }]);
			expect(getState().pending).toBe(1);
			comeBack();
			await pass(10_000);
			expect(calls).toEqual([{ outcome: "sent" }]);
			expect(crisp.told).toEqual(["pause_chatbot"]);
			expect(readOutbox().jobs).toEqual([]);
		});
	});

	describe("a signal that a listener of the site aborts while the page is left", () => {
		for (const [when, capture] of [
			["before the library hands it over", true],
			["after the library has handed it over", false],
		] as const) {
			it(`is not told by any page: ${when}`, async () => {
				for (const leaveAfter of [0, 300, 1100, 1490]) {
					const crisp = await installCrisp();
					const controller = new AbortController();
					const onHide = () => controller.abort("left");
					if (capture) window.addEventListener("pagehide", onHide, { capture });
					const start = watch(startChatbot({ signal: controller.signal }));
					if (!capture) window.addEventListener("pagehide", onHide);
					await pass(leaveAfter);
					leavePage(crisp);
					expect(storedSignals()).toEqual([]);
					await pass(0);
					expect(start.outcome).toMatchObject({ code: "ABORTED", cause: "left" });
					crisp.install();
					configure();
					await pass(5000);
					expect(crisp.told).toEqual([]);
					crisp.uninstall();
				}
			});
		}

		it("is not told where nothing can be stored", async () => {
			replaceStorage({
				setItem() {
					throw new DOMException("full", "QuotaExceededError");
				},
			});
			const { crisp, start, abort } = await startOnItsWay(1100);
			window.addEventListener("pagehide", () => abort());
			leave();
			await pass(0);
			expect(start.outcome).toMatchObject({ code: "ABORTED" });
			comeBack();
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});

		it("is told where Crisp has taken it, and its promise resolves", async () => {
			const { crisp, start, abort } = await startOnItsWay(1500);
			window.addEventListener("pagehide", () => abort());
			leave();
			await pass(0);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a page that is left", () => {
		it("takes a value back that Crisp has not sent", async () => {
			const { crisp } = await startOnItsWay(1100);
			leave();
			await pass(5000);
			expect(crisp.told).toEqual([]);
			expect(storedSignals()).toEqual(["start_chatbot"]);
		});

		it("does not hand over what it finds delivered", async () => {
			const { crisp, start } = await startOnItsWay(950);
			// Opens Crisp's 500 ms a little earlier than the value does, so that it goes out before it is looked for.
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			changePage(crisp);
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("keeps one copy of a signal, however often it is left and comes back", async () => {
			const { crisp, start } = await startOnItsWay(300);
			for (let count = 0; count < 3; count++) {
				leave();
				expect(storedSignals()).toEqual(["start_chatbot"]);
				await pass(100);
				comeBack();
				await pass(1000);
			}
			await pass(5000);
			expect(start.outcome).toBe("sent");
			expect(crisp.told).toEqual(["start_chatbot"]);
			expect(storedSignals()).toEqual([]);
		});

		it("looks at nothing any more", async () => {
			await startOnItsWay(300);
			leave();
			const get = vi.spyOn(window.$crisp, "get");
			await pass(60_000);
			expect(get).not.toHaveBeenCalled();
		});
	});
});
