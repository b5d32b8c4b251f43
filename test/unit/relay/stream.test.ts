import { describe, expect, it, vi } from "vitest";
import { IDLE_INTERVAL, installCrisp, JOINED, makeChatbot, makeCrisp, pass, usePage } from "../helpers.js";
import {
	connected,
	FakeEventSource,
	hashed,
	hashOf,
	lookAway,
	openStreams,
	RELAY,
	setVisibility,
	useEventSource,
} from "./relay.js";

usePage();
useEventSource();

const session = () => window.$crisp.get("session:identifier") as string;

describe("the stream of a relay", () => {
	it("is opened when Crisp has joined its session, and names that by its hash", async () => {
		const crisp = makeCrisp();
		makeChatbot().connectRelay(RELAY);
		await hashed();
		expect(openStreams()).toEqual([]);
		crisp.install();
		await pass(JOINED + 1000);
		await hashed();
		expect(openStreams().map(({ url }) => url)).toEqual([`${RELAY}?session=${hashOf(session())}`]);
	});

	it("is opened at once where Crisp has joined before", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		await pass(1000);
		chatbot.connectRelay(RELAY);
		await connected();
	});

	it("keeps what the address asks for, and sends no fragment", async () => {
		await installCrisp();
		makeChatbot().connectRelay(new URL(`${RELAY}?shop=2#top`));
		const { url } = await connected();
		expect(url).toBe(`${RELAY}?shop=2&session=${hashOf(session())}`);
	});

	it("takes a path as one of the page's own site", async () => {
		vi.spyOn(document, "baseURI", "get").mockReturnValue("https://shop.example/a/b.html");
		await installCrisp();
		makeChatbot().connectRelay("/crisp-signals");
		const { url } = await connected();
		expect(url.split("?")[0]).toBe(RELAY);
	});

	it("sends cookies only where that is asked for", async () => {
		await installCrisp();
		const undo = makeChatbot().connectRelay(RELAY);
		expect((await connected()).options).toEqual({ withCredentials: false });
		undo();
		makeChatbot().connectRelay(RELAY, { withCredentials: true });
		expect((await connected()).options).toEqual({ withCredentials: true });
	});

	it("is open only while somebody can see the page", async () => {
		await installCrisp();
		vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
		makeChatbot().connectRelay(RELAY);
		await hashed();
		expect(FakeEventSource.all).toEqual([]);
		setVisibility("visible");
		await connected();
		setVisibility("hidden");
		expect(openStreams()).toEqual([]);
		setVisibility("visible");
		await connected();
	});

	it("is opened again after errors, at pauses that grow to a minute", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		await hashed();
		for (const wait of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
			openStreams()[0]?.fail();
			await pass(wait - 1);
			expect(openStreams()).toEqual([]);
			await pass(1);
			expect(openStreams()).toHaveLength(1);
		}
	});

	it("comes back at random times, so that pages do not come all at once", async () => {
		vi.mocked(Math.random).mockReturnValue(0);
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		(await connected()).fail();
		await pass(499);
		expect(openStreams()).toEqual([]);
		await pass(1);
		expect(openStreams()).toHaveLength(1);
	});

	it("comes back after a short pause again when it was open for a minute", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		for (const wait of [1000, 2000, 4000]) {
			(await connected()).fail();
			await pass(wait);
		}
		const stream = await connected();
		await pass(59_999);
		stream.fail();
		await pass(7999);
		expect(openStreams()).toEqual([]);
		await pass(1);
		await connected();
		await pass(60_000);
		openStreams()[0]?.fail();
		await pass(1000);
		expect(openStreams()).toHaveLength(1);
	});

	it("is tried again when no answer has come for half a minute", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		await hashed();
		await pass(29_999);
		expect(FakeEventSource.all).toHaveLength(1);
		await pass(1);
		expect(openStreams()).toEqual([]);
		await pass(1000);
		expect(openStreams()).toHaveLength(1);
	});

	it("is not given up when an answer has come", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		await connected();
		await pass(600_000);
		expect(FakeEventSource.all).toHaveLength(1);
	});

	it("does not come back while the page is hidden", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		(await connected()).fail();
		setVisibility("hidden");
		await pass(600_000);
		expect(openStreams()).toEqual([]);
	});

	it("is opened anew when the browser is online again: the old one may have died unnoticed", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		const stream = await connected();
		window.dispatchEvent(new Event("online"));
		expect(stream.isClosed).toBe(true);
		await connected();
	});

	it("is closed when the page is left, and opened when it is back", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		await connected();
		window.dispatchEvent(new Event("pagehide"));
		expect(openStreams()).toEqual([]);
		window.dispatchEvent(new Event("pageshow"));
		const stream = await connected();
		window.dispatchEvent(new Event("pageshow"));
		expect(stream.isClosed).toBe(false);
	});

	it("is opened for the new session after session:reset", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		const stream = await connected();
		window.$crisp.push(["do", "session:reset"]);
		await pass(IDLE_INTERVAL + JOINED);
		const { url } = await connected();
		expect(stream.isClosed).toBe(true);
		expect(url).toBe(`${RELAY}?session=${hashOf(session())}`);
		expect(url).not.toBe(stream.url);
	});

	it("is not opened anew when Crisp reconnects to the same session", async () => {
		const crisp = await installCrisp();
		makeChatbot().connectRelay(RELAY);
		await connected();
		crisp.drop();
		crisp.restore();
		await pass(IDLE_INTERVAL);
		await hashed();
		expect(FakeEventSource.all).toHaveLength(1);
	});

	it.each([
		["gets the focus", () => window.dispatchEvent(new Event("focus"))],
		["is shown again", () => lookAway()],
		["has another session", () => window.$crisp.push(["do", "session:reset"])],
	])("makes room for other pages, until this one %s", async (_, act) => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY);
		(await connected()).replace();
		window.dispatchEvent(new Event("online"));
		window.dispatchEvent(new Event("pageshow"));
		await pass(600_000);
		expect(FakeEventSource.all).toHaveLength(1);
		await act();
		await pass(IDLE_INTERVAL + JOINED);
		await hashed();
		expect(openStreams()).toHaveLength(1);
	});

	it("ends by its undo, which may be called twice, and leaves no listener behind", async () => {
		await installCrisp();
		const chatbot = makeChatbot();
		const undo = chatbot.connectRelay(RELAY);
		await connected();
		undo();
		undo();
		expect(openStreams()).toEqual([]);
		const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("visible");
		for (const type of ["visibilitychange", "focus", "pageshow", "online"]) window.dispatchEvent(new Event(type));
		await pass(600_000);
		expect(FakeEventSource.all).toHaveLength(1);
		expect(visibility).not.toHaveBeenCalled();
	});

	it("is not opened when it is undone before the session's hash is there", async () => {
		await installCrisp();
		makeChatbot().connectRelay(RELAY)();
		await hashed();
		expect(FakeEventSource.all).toEqual([]);
	});

	it("ends when its signal aborts, and when the chatbot is destroyed", async () => {
		await installCrisp();
		const view = new AbortController();
		const chatbot = makeChatbot();
		chatbot.connectRelay(RELAY, { signal: view.signal });
		await connected();
		view.abort();
		expect(openStreams()).toEqual([]);
		chatbot.connectRelay(RELAY, { signal: view.signal });
		await hashed();
		expect(openStreams()).toEqual([]);
		chatbot.connectRelay(RELAY);
		await connected();
		chatbot.destroy();
		expect(openStreams()).toEqual([]);
		expect(chatbot.connectRelay(RELAY)()).toBeUndefined();
	});

	it("is one for all chatbots of the page, until the last one has left", async () => {
		await installCrisp();
		const first = makeChatbot();
		const second = makeChatbot({ key: "enum_sales" });
		first.connectRelay(RELAY);
		second.connectRelay(RELAY);
		await connected();
		first.destroy();
		expect(openStreams()).toHaveLength(1);
		second.destroy();
		expect(openStreams()).toEqual([]);
	});
});

describe("connectRelay", () => {
	it.each([["ftp://shop.example/relay"], ["javascript:alert(1)"], ["https://"], [""], [undefined], [null]])(
		"throws for the address %s",
		async (url) => {
			const chatbot = makeChatbot();
			vi.spyOn(document, "baseURI", "get").mockReturnValue("https://shop.example/");
			expect(() => chatbot.connectRelay(url as never)).toThrow(`Expected url to be a relay's address, got ${url}`);
		},
	);

	it("needs nothing that the oldest supported browsers lack", async () => {
		await installCrisp();
		vi.spyOn(URL, "canParse").mockImplementation(() => {
			throw new TypeError("URL.canParse is not a function");
		});
		makeChatbot().connectRelay(RELAY);
		await connected();
	});

	it("throws for a signal that is none", () => {
		expect(() => makeChatbot().connectRelay(RELAY, { signal: {} as never })).toThrow(TypeError);
	});

	it("says once, in the console, that it needs a secure context", async () => {
		await installCrisp();
		vi.stubGlobal("crypto", {});
		const report = vi.spyOn(console, "error").mockImplementation(() => {});
		expect(makeChatbot().connectRelay(RELAY)()).toBeUndefined();
		await pass(60_000);
		expect(report.mock.calls).toEqual([
			["Expected a secure context (https: or localhost) for connectRelay, got", location.origin],
		]);
		expect(FakeEventSource.all).toEqual([]);
	});

	it("tells in debug what happens, and is silent otherwise", async () => {
		await installCrisp();
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		const lines = () => debug.mock.calls.map(([, step]) => step).filter((step) => step.startsWith("relay"));
		const quiet = makeChatbot().connectRelay(RELAY);
		(await connected()).sendData("quiet");
		expect(debug).not.toHaveBeenCalled();
		quiet();
		makeChatbot({ debug: true }).connectRelay(RELAY);
		const stream = await connected();
		stream.sendData("rubbish");
		stream.send("chatbot_paused:human");
		stream.fail();
		await pass(1000);
		(await connected()).replace();
		expect(lines()).toEqual([
			"relay: open",
			"relay: ignored rubbish",
			"relay: chatbot_paused:human",
			"relay: closed or out of reach, tries again in 1000 ms",
			"relay: open",
			"relay: replaced by another page, waits until somebody looks at this one",
		]);
	});

	it("tells in debug what it ignores, and what it waits for in vain", async () => {
		await installCrisp();
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		const chatbot = makeChatbot({ debug: true });
		chatbot.connectRelay(RELAY);
		await connected();
		chatbot.startChatbot();
		await pass(3000);
		const stream = await lookAway();
		stream.send("chatbot_paused:human", 0);
		stream.fail();
		await pass(1000 + 30_000);
		expect(debug.mock.calls.map(([, step]) => step).filter((step) => step.startsWith("relay"))).toEqual([
			"relay: open",
			"relay: open",
			"relay: ignored an older chatbot_paused:human",
			"relay: closed or out of reach, tries again in 1000 ms",
			"relay: no answer, tries again in 2000 ms",
		]);
	});

	it("tells in debug where the hash fails, and throws nothing into the page", async () => {
		await installCrisp();
		const debug = vi.spyOn(console, "debug").mockImplementation(() => {});
		vi.spyOn(crypto.subtle, "digest").mockRejectedValue(new Error("no digest"));
		makeChatbot({ debug: true }).connectRelay(RELAY);
		await hashed();
		expect(debug.mock.calls.flat()).toContain("relay: Error: no digest");
	});
});
