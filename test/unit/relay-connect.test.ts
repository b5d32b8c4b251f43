import { describe, expect, it, vi } from "vitest";
import { configure, connectRelay, startChatbot } from "../../src/index.js";
import {
	connected,
	FakeEventSource,
	glanceAway,
	goOnline,
	hashed,
	openPage,
	RELAY,
	useEventSource,
} from "./event-source.js";
import { changeOutbox, changePage, installCrisp, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

describe("connectRelay", () => {
	it.each([["ftp://shop.example/relay"], ["javascript:alert(1)"], ["https://"], [""], [undefined], [null]])(
		"throws for the address %s",
		async (url) => {
			vi.spyOn(document, "baseURI", "get").mockReturnValue("https://shop.example/");
			expect(() => connectRelay(url as never)).toThrow(
				new TypeError(`Expected url to be a relay's address, got ${url}`),
			);
		},
	);

	it("needs nothing that the oldest supported browsers lack", async () => {
		vi.spyOn(URL, "canParse").mockImplementation(() => {
			throw new TypeError("URL.canParse is not a function");
		});
		await openPage();
	});

	it("opens one stream where a signal has just found Crisp's session", async () => {
		await installCrisp();
		startChatbot();
		connectRelay(RELAY);
		await hashed();
		await hashed();
		expect(FakeEventSource.all).toHaveLength(1);
	});

	it("opens its stream also where the outbox is forged", async () => {
		const crisp = await installCrisp();
		crisp.setServerData("something");
		const { session } = crisp;
		changeOutbox(({ jobs }) => {
			const forged = { id: "x", signal: "start_chatbot", calledAt: 0, expires: Date.now() + 60_000, repeats: 0 };
			jobs.push({ ...forged, owner: session, before: 5 } as never);
		});
		changePage(crisp);
		connectRelay(RELAY);
		await pass(5000);
		await hashed();
		expect(FakeEventSource.all).toHaveLength(1);
	});

	it("throws for a signal that is none", () => {
		expect(() => connectRelay(RELAY, { signal: {} as never })).toThrow(TypeError);
	});

	it("says once, in the console, that it needs a secure context", async () => {
		await installCrisp();
		vi.stubGlobal("crypto", {});
		const report = vi.spyOn(console, "error").mockImplementation(() => {});
		expect(connectRelay(RELAY)()).toBeUndefined();
		await pass(60_000);
		expect(report.mock.calls).toEqual([
			["Expected a secure context (https: or localhost) for connectRelay, got", location.origin],
		]);
		expect(FakeEventSource.all).toEqual([]);
	});

	/** What it tells in debug. */
	function listenToDebug() {
		configure({ debug: true });
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		return () => debug.mock.calls.map(([, step]) => step).filter((step) => step.startsWith("relay"));
	}

	it("tells in debug what happens", async () => {
		await installCrisp();
		const lines = listenToDebug();
		connectRelay(RELAY);
		const stream = await connected();
		stream.sendData("rubbish");
		stream.send("chatbot_paused:human", { at: 2 });
		stream.send("start_chatbot", { at: 1 });
		stream.drop();
		stream.open();
		stream.refuse();
		expect(lines()).toEqual([
			"relay: open",
			"relay: ignored rubbish",
			"relay: chatbot_paused:human",
			expect.stringContaining(`relay: ignored {"value":"start_chatbot","at":1,`),
			"relay: closed or out of reach",
			"relay: open",
			"relay: refused, or no event stream",
		]);
	});

	it("is silent otherwise", async () => {
		const debug = vi.spyOn(console, "debug");
		const { stream } = await openPage();
		stream.sendData("rubbish");
		stream.refuse();
		expect(debug).not.toHaveBeenCalled();
	});

	it("tells in debug where the hash fails, and throws nothing into the page", async () => {
		await installCrisp();
		const lines = listenToDebug();
		vi.spyOn(crypto.subtle, "digest").mockRejectedValue(new Error("no digest"));
		connectRelay(RELAY);
		await hashed();
		expect(lines()).toEqual(["relay: Error: no digest"]);
	});

	it.each([
		["that has no EventSource", undefined, "TypeError"],
		[
			"whose Content-Security-Policy forbids the relay, in WebKit",
			class {
				constructor() {
					throw new DOMException("The operation is insecure.", "SecurityError");
				}
			},
			"SecurityError",
		],
	])("says once in debug that it cannot open a stream, on a page %s", async (_, source, reason) => {
		const crisp = await installCrisp();
		vi.stubGlobal("EventSource", source);
		const lines = listenToDebug();
		connectRelay(RELAY);
		await hashed();
		goOnline();
		glanceAway();
		startChatbot();
		await pass(3000);
		expect(crisp.told).toEqual(["start_chatbot"]);
		expect(lines()).toEqual([expect.stringContaining(`relay: ${reason}`)]);
	});
});
