import "zone.js";
import "zone.js/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { getState, startChatbot } from "../../src/index.js";
import { createFakeCrisp } from "../../src/testing/index.js";
import { pass, usePage, watch } from "./helpers.js";

/** What zone.js/testing has for Angular's `fakeAsync`, which is this. */
interface Testing {
	fakeAsync<T>(run: () => T): () => T;
	tick(ms: number): void;
}

const { Zone } = globalThis as unknown as {
	Zone: {
		root: { fork(spec: unknown): { run<T>(run: () => T): T } };
		ProxyZoneSpec: new () => unknown;
		__symbol__(name: string): string;
		[name: string]: unknown;
	};
};

/** As a test framework runs a test, when zone.js knows it. */
const inFakeAsync = (run: (tick: Testing["tick"]) => void) => {
	const { fakeAsync, tick } = Zone[Zone.__symbol__("fakeAsyncTest")] as Testing;
	Zone.root.fork(new Zone.ProxyZoneSpec()).run(fakeAsync(() => run(tick)));
};

describe("on a page with zone.js", () => {
	afterEach(() => localStorage.clear());

	it("library and fake move by fakeAsync alone, and leave no timer when the fake is uninstalled", () => {
		inFakeAsync((tick) => {
			const crisp = createFakeCrisp();
			crisp.install();
			const start = watch(startChatbot());
			tick(500);
			expect([start.outcome, getState().pending]).toEqual(["pending", 1]);
			tick(4000);
			expect([start.outcome, getState().pending]).toEqual(["sent", 0]);
			expect(crisp.told).toEqual(["start_chatbot"]);
			crisp.uninstall();
		});
	});

	it("a pause that Enum makes is heard in fakeAsync, too", () => {
		inFakeAsync((tick) => {
			const crisp = createFakeCrisp();
			crisp.pause();
			crisp.install();
			getState();
			void startChatbot({ timeout: 1 });
			tick(20_000);
			expect(getState().pause).toMatchObject({ reason: "human", replayed: true });
			crisp.uninstall();
		});
	});

	it("one fakeAsync after another finds a new page", () => {
		for (let test = 0; test < 2; test++) {
			inFakeAsync((tick) => {
				const crisp = createFakeCrisp();
				crisp.install();
				void startChatbot();
				tick(5000);
				expect(crisp.told).toEqual(["start_chatbot"]);
				crisp.uninstall();
				localStorage.clear();
			});
		}
	});
});

describe("on a page with zone.js and Vitest's fake timers", () => {
	usePage();

	it("library and fake move by the fake timers alone", async () => {
		const crisp = createFakeCrisp();
		crisp.install();
		const start = watch(startChatbot());
		await pass(500);
		expect(start.outcome).toBe("pending");
		await pass(4000);
		expect(start.outcome).toBe("sent");
		expect(crisp.told).toEqual(["start_chatbot"]);
		crisp.uninstall();
		expect(vi.getTimerCount()).toBe(0);
	});
});
