import { describe, expect, it, vi } from "vitest";
import { markSettled, readSettled } from "../../src/delivery/outbox.js";
import {
	changePage,
	deliverThere,
	installCrisp,
	JOINED,
	makeChatbot,
	onEachClient,
	pass,
	startOnItsWay,
	usePage,
	visitAnotherPage,
	watch,
} from "./helpers.js";

usePage();

const STORAGE_NAME = "crisp-signals:1:enum";

onEachClient(() => {
	describe("a page change", () => {
		it("does not lose a signal, whenever it comes, and does not tell it twice", async () => {
			for (const leaveAfter of [0, 300, 999, 1000, 1100, 1499, 1500, 1550, 2000, 3000]) {
				const crisp = await installCrisp();
				makeChatbot().startChatbot();
				await pass(leaveAfter);
				changePage(crisp);
				const chatbot = makeChatbot();
				await pass(10_000);
				expect({ leaveAfter, told: crisp.told }).toEqual({ leaveAfter, told: ["start_chatbot"] });
				expect(sessionStorage.length).toBe(0);
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("keeps the order of what was called before and after it", async () => {
			const crisp = await installCrisp();
			const before = makeChatbot();
			before.startChatbot();
			before.pauseChatbot();
			await pass(1100);
			changePage(crisp);
			makeChatbot().startChatbot();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot", "start_chatbot"]);
		});

		it("counts as pending what it goes on with", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			changePage(crisp);
			expect(JSON.parse(sessionStorage.getItem(STORAGE_NAME) as string)).toMatchObject([{ signal: "start_chatbot" }]);
			const chatbot = makeChatbot();
			expect(chatbot.getState()).toMatchObject({ pending: 1, last: null });
			await pass(5000);
			expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
		});

		it("does not lengthen a timeout", async () => {
			const crisp = await installCrisp({ socket: false });
			makeChatbot().startChatbot({ timeout: 5000 });
			await pass(3000);
			changePage(crisp);
			await pass(1000);
			const chatbot = makeChatbot();
			expect(chatbot.getState().pending).toBe(1);
			await pass(1000);
			expect(chatbot.getState().pending).toBe(0);
		});

		it("drops what has expired by the time of the next page", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot({ timeout: 5000 });
			changePage(crisp);
			await pass(5000);
			expect(makeChatbot().getState()).toMatchObject({ pending: 0, error: null });
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});

		it("does not keep a signal alive for an hour when the clock is set back", async () => {
			const crisp = await installCrisp({ socket: false });
			makeChatbot().startChatbot();
			changePage(crisp);
			vi.setSystemTime(Date.now() - 3_600_000);
			const chatbot = makeChatbot();
			expect(chatbot.getState().pending).toBe(1);
			await pass(60_000);
			expect(chatbot.getState().pending).toBe(0);
		});

		it("shortens a timeout that is longer than the one of the next page's chatbot, as what is stored may be forged", async () => {
			const crisp = await installCrisp({ socket: false });
			makeChatbot().startChatbot({ timeout: 2e9 });
			changePage(crisp);
			const chatbot = makeChatbot({ timeout: 30_000 });
			await pass(29_000);
			expect(chatbot.getState().pending).toBe(1);
			await pass(1000);
			expect(chatbot.getState().pending).toBe(0);
		});

		it("does not lose a signal that the site calls while it leaves the page", async () => {
			const crisp = await installCrisp();
			const chatbot = makeChatbot();
			window.addEventListener("pagehide", () => chatbot.pauseChatbot(), { once: true });
			changePage(crisp);
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("does not tell a signal twice that settles while another chatbot leaves the page", async () => {
			const crisp = await installCrisp();
			makeChatbot({ release: false });
			makeChatbot({ release: false }).startChatbot();
			await pass(950);
			// Opens Crisp's 500 ms a little earlier than the value does, so that it goes out before it is looked for.
			window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
			await pass(510);
			changePage(crisp);
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("hands over on a page that was prerendered", async () => {
			const crisp = await installCrisp();
			makeChatbot();
			const time = { timeout: 60_000, expires: Date.now() + 60_000 };
			sessionStorage.setItem(
				STORAGE_NAME,
				JSON.stringify([{ id: "1", signal: "start_chatbot", persist: true, ...time }]),
			);
			document.dispatchEvent(new Event("prerenderingchange"));
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("brings in a signal that was called before the one on its way, and tells that once", async () => {
			for (const [bringInAfter, told] of [
				[1100, ["pause_chatbot", "start_chatbot"]],
				// Right after Crisp's 500 ms, right before our look.
				[1460, ["start_chatbot", "pause_chatbot"]],
			] as const) {
				const { crisp, chatbot } = await startOnItsWay(950);
				window.$crisp.push(["set", "session:data", ["enum", "something_else"]]);
				await pass(bringInAfter - 950);
				const time = { timeout: 60_000, expires: Date.now() + 60_000, calledAt: 1 };
				const entry = { id: `at ${bringInAfter}`, signal: "pause_chatbot", persist: true, ...time };
				sessionStorage.setItem(STORAGE_NAME, JSON.stringify([entry]));
				document.dispatchEvent(new Event("prerenderingchange"));
				await pass(5000);
				expect(crisp.told).toEqual(told);
				chatbot.destroy();
				crisp.unload();
			}
		});

		it("loses signals that are not to be kept", async () => {
			const crisp = await installCrisp();
			makeChatbot({ persist: false }).startChatbot();
			changePage(crisp);
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});

		for (const [what, leaveAfter] of [
			["what is pending", 300],
			["what is not proven", 2000],
		] as const) {
			it(`leaves ${what} to others where signals are not to be kept`, async () => {
				const { crisp } = await startOnItsWay(leaveAfter);
				changePage(crisp);
				makeChatbot({ persist: false });
				await pass(JOINED);
				expect(sessionStorage.length).toBe(1);
				makeChatbot();
				await pass(JOINED);
				expect(sessionStorage.length).toBe(0);
			});

			it(`leaves ${what} to others where all chatbots were destroyed`, async () => {
				const { crisp } = await startOnItsWay(leaveAfter);
				changePage(crisp);
				crisp.unload();
				makeChatbot().destroy();
				crisp.install();
				window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
				await pass(JOINED);
				expect(sessionStorage.length).toBe(1);
			});
		}

		it("is all that storage is used for", async () => {
			const crisp = await installCrisp();
			const local = vi.spyOn(window, "localStorage", "get");
			const chatbot = makeChatbot();
			// It has looked for what another page has left.
			const session = vi.spyOn(window, "sessionStorage", "get");
			chatbot.startChatbot();
			const failed = watch(chatbot.pauseChatbot({ timeout: 1000 }));
			await pass(5000);
			expect(failed.outcome).toMatchObject({ code: "TIMEOUT" });
			crisp.drop();
			crisp.restore();
			await pass(5000);
			expect(local).not.toHaveBeenCalled();
			expect(session).not.toHaveBeenCalled();
		});

		it("leaves nothing behind when nothing is pending", async () => {
			const crisp = await installCrisp();
			makeChatbot();
			const session = vi.spyOn(window, "sessionStorage", "get");
			changePage(crisp);
			expect(session).not.toHaveBeenCalled();
		});

		it("lets go on the next page of what was delivered on the last moment of this one", async () => {
			const crisp = await installCrisp({ reconnectDelay: 10_000 });
			makeChatbot().startChatbot();
			await pass(1550);
			changePage(crisp);
			makeChatbot();
			await pass(5000);
			crisp.pause("human");
			crisp.drop();
			crisp.restore();
			await pass(20_000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("a frame or a page without Crisp", () => {
		it("leaves what is pending to the page that has it", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			await pass(300);
			changePage(crisp);
			crisp.unload();
			const chatbot = makeChatbot();
			await pass(5000);
			expect(chatbot.getState().pending).toBe(0);
			crisp.install();
			await pass(1000);
			expect(chatbot.getState().pending).toBe(1);
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("hands over nothing that was rejected after the page was left and came back", async () => {
			const chatbot = makeChatbot();
			const receipt = watch(chatbot.startChatbot());
			await visitAnotherPage(async () => {});
			chatbot.destroy();
			await pass(0);
			expect(receipt.outcome).toMatchObject({ code: "DESTROYED" });
			expect(sessionStorage.length).toBe(0);
			const crisp = await installCrisp();
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual([]);
		});

		it("goes on with another chatbot when a listener destroys the first one in the middle, or is kept for it", async () => {
			for (const hasOther of [true, false]) {
				const crisp = await installCrisp();
				const before = makeChatbot();
				before.startChatbot();
				before.pauseChatbot();
				changePage(crisp);
				crisp.unload();
				const chatbot = makeChatbot();
				chatbot.subscribe(() => chatbot.destroy());
				if (hasOther) makeChatbot();
				crisp.install();
				await pass(2000);
				makeChatbot();
				await pass(5000);
				expect(crisp.told).toEqual(["pause_chatbot"]);
				expect(sessionStorage.length).toBe(0);
				crisp.unload();
				changePage(crisp);
			}
		});

		it("adds what it has pending itself to that, in the order of the calls", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			await pass(300);
			changePage(crisp);
			crisp.unload();
			makeChatbot().pauseChatbot();
			await pass(300);
			changePage(crisp);
			makeChatbot();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});

		it("hands over what it has pending also where the outbox holds rubbish", async () => {
			const crisp = await installCrisp();
			crisp.unload();
			makeChatbot().pauseChatbot();
			sessionStorage.setItem(STORAGE_NAME, "{");
			changePage(crisp);
			expect(JSON.parse(sessionStorage.getItem(STORAGE_NAME) as string)).toMatchObject([{ signal: "pause_chatbot" }]);
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("delivers first what was called on the page before when Crisp comes late", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			await pass(300);
			changePage(crisp);
			crisp.unload();
			makeChatbot().pauseChatbot();
			await pass(3000);
			crisp.install();
			await pass(10_000);
			expect(crisp.told).toEqual(["start_chatbot", "pause_chatbot"]);
		});
	});

	describe("the back/forward cache", () => {
		for (const leaveAfter of [300, 900, 1100]) {
			it(`settles what another page has delivered, and tells it no more, when left after ${leaveAfter} ms`, async () => {
				const { crisp, chatbot, receipt } = await startOnItsWay(leaveAfter);
				await visitAnotherPage(() => deliverThere(crisp), crisp);
				await pass(5000);
				expect(receipt.outcome).toMatchObject({ signal: "start_chatbot", confirmed: true });
				expect(crisp.told).toEqual(["start_chatbot"]);
				expect(chatbot.getState()).toMatchObject({ pending: 0, last: "start_chatbot" });
			});
		}

		it("believes the page that delivered a signal, where it is shown an old sessionStorage as in Firefox", async () => {
			const { crisp, receipt } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				const old = sessionStorage.getItem(STORAGE_NAME) as string;
				await deliverThere(crisp);
				sessionStorage.setItem(STORAGE_NAME, old);
			}, crisp);
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("writes nothing more for what another page has delivered", async () => {
			const { crisp, receipt } = await startOnItsWay(1100);
			let written = 0;
			await visitAnotherPage(async () => {
				const [{ id }] = JSON.parse(sessionStorage.getItem(STORAGE_NAME) as string);
				sessionStorage.clear();
				markSettled("enum", id);
				written = crisp.pushed.length;
			});
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.pushed).toHaveLength(written);
		});

		it("goes on with what another page has taken and not delivered", async () => {
			const { crisp, receipt } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				crisp.reload();
				makeChatbot().destroy();
			}, crisp);
			expect(crisp.told).toEqual([]);
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("gives up what has timed out meanwhile", async () => {
			const { crisp, receipt } = await startOnItsWay(300);
			await visitAnotherPage(async () => {
				vi.setSystemTime(Date.now() + 600_000);
			});
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ code: "TIMEOUT" });
			expect(crisp.told).toEqual([]);
		});

		it("hands a signal on from page to page until one delivers it", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			for (const leaveAfter of [100, 300, 900]) {
				await pass(leaveAfter);
				changePage(crisp);
				makeChatbot();
			}
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is handed over to also where localStorage is full", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			changePage(crisp);
			const setItem = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
				throw new DOMException("full", "QuotaExceededError");
			});
			makeChatbot();
			setItem.mockRestore();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("is handed over to also where localStorage is denied", async () => {
			const crisp = await installCrisp();
			makeChatbot().startChatbot();
			changePage(crisp);
			vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
				throw new DOMException("denied", "SecurityError");
			});
			makeChatbot();
			await pass(5000);
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("goes on with what no other page has taken", async () => {
			const { crisp, receipt } = await startOnItsWay(1100);
			await visitAnotherPage(async () => {});
			// At once.
			await pass(1700);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});

		it("takes over what the other page has left", async () => {
			const crisp = await installCrisp();
			makeChatbot();
			await visitAnotherPage(async () => {
				const time = { timeout: 60_000, expires: Date.now() + 60_000 };
				const entry = { id: "theirs", signal: "pause_chatbot", persist: true, ...time };
				sessionStorage.setItem(STORAGE_NAME, JSON.stringify([entry]));
			});
			await pass(5000);
			expect(crisp.told).toEqual(["pause_chatbot"]);
		});

		it("keeps signals where the storage is full", async () => {
			const crisp = await installCrisp();
			const receipt = watch(makeChatbot().startChatbot());
			vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
				throw new DOMException("full", "QuotaExceededError");
			});
			await visitAnotherPage(async () => {});
			await pass(5000);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});

	describe("an outbox that is not ours", () => {
		it("is ignored, cleared and reported in debug", async () => {
			const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
			const crisp = await installCrisp();
			for (const text of ["{", "null", "42", '"x"', "{}", "[null]", "[[]]".repeat(2), "[".repeat(100_000)]) {
				sessionStorage.setItem(STORAGE_NAME, text);
				const chatbot = makeChatbot({ debug: true });
				expect(chatbot.getState().pending).toBe(0);
				expect(sessionStorage.getItem(STORAGE_NAME)).toBeNull();
				expect(debug).toHaveBeenLastCalledWith("[crisp-signals]", expect.stringContaining("ignored an outbox"));
				debug.mockClear();
			}
			await pass(5000);
			expect(crisp.pushed).toEqual([]);
		});

		it("cannot bring in anything but a signal that has not expired", async () => {
			const crisp = await installCrisp();
			const good = { id: "1", signal: "start_chatbot", persist: true, timeout: 1000, expires: Date.now() + 1000 };
			const rows = [
				{},
				[],
				{ ...good, signal: "chatbot_paused:human" },
				{ ...good, signal: "__proto__" },
				{ ...good, signal: { toString: "start_chatbot" } },
				{ ...good, expires: Date.now() - 1 },
				{ ...good, expires: "soon" },
				{ ...good, expires: null },
				{ ...good, timeout: undefined },
			];
			sessionStorage.setItem(STORAGE_NAME, JSON.stringify(rows));
			expect(makeChatbot().getState().pending).toBe(0);
			await pass(5000);
			expect(crisp.pushed).toEqual([]);
		});

		it("is left alone when it belongs to another key or another version", async () => {
			const crisp = await installCrisp();
			const entry = { id: "1", signal: "start_chatbot", persist: true, expires: Date.now() + 60_000 };
			sessionStorage.setItem("crisp-signals:1:other", JSON.stringify([entry]));
			sessionStorage.setItem("crisp-signals:2:enum", JSON.stringify([entry]));
			makeChatbot();
			await pass(5000);
			expect(crisp.pushed).toEqual([]);
			expect(sessionStorage.length).toBe(2);
		});

		it("is done without where storage throws", async () => {
			const crisp = await installCrisp();
			for (const name of ["sessionStorage", "localStorage"] as const) {
				vi.spyOn(window, name, "get").mockImplementation(() => {
					throw new DOMException("denied", "SecurityError");
				});
			}
			const receipt = watch(makeChatbot().startChatbot());
			window.dispatchEvent(new Event("pagehide"));
			window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
			await pass(JOINED * 5);
			expect(receipt.outcome).toMatchObject({ confirmed: true });
			expect(crisp.told).toEqual(["start_chatbot"]);
		});
	});
});

it("no ids are known where localStorage is denied", () => {
	vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
		throw new DOMException("denied", "SecurityError");
	});
	expect(readSettled("enum")).toEqual([]);
});

it("the ids of ten signals that went from page to page and are done are known, of each key", () => {
	for (let id = 1; id <= 12; id++) markSettled("enum", `id${id}`);
	markSettled("other", "id13");
	expect(readSettled("enum")).toEqual(["id3", "id4", "id5", "id6", "id7", "id8", "id9", "id10", "id11", "id12"]);
	expect(readSettled("other")).toEqual(["id13"]);
});
