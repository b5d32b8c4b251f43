import { describe, expect, it, vi } from "vitest";
import { findChatbot } from "../../src/chatbot.js";
import { configure, connectRelay, startChatbot } from "../../src/index.js";
import {
	connected,
	FakeEventSource,
	glanceAway,
	goOnline,
	hashed,
	hashOf,
	lookAway,
	openPage,
	openStreams,
	RELAY,
	setVisibility,
	useEventSource,
} from "./event-source.js";
import { IDLE_INTERVAL, installCrisp, JOINED, makeCrisp, pass, usePage } from "./helpers.js";

usePage();
useEventSource();

/** ms after which a stream that the browser has given up is opened again at the latest. */
const RETRIED = 60_000;

const session = () => window.$crisp.get("session:identifier") as string;
const addressOf = (id: string) => `${RELAY}?session=${hashOf(id)}`;

async function rejoin({ drop, restore }: ReturnType<typeof makeCrisp>) {
	drop();
	restore();
	await pass(IDLE_INTERVAL * 2);
	await hashed();
}

async function resetSession() {
	window.$crisp.push(["do", "session:reset"]);
	await pass(IDLE_INTERVAL + JOINED);
}

describe("the stream of a relay", () => {
	it("is opened when Crisp has joined its session, and names that by its hash", async () => {
		const crisp = makeCrisp();
		connectRelay(RELAY);
		await hashed();
		expect(openStreams()).toEqual([]);
		crisp.install();
		await pass(JOINED + 1000);
		await hashed();
		expect(openStreams().map(({ url }) => url)).toEqual([addressOf(session())]);
	});

	it("is opened at once where Crisp has joined before", async () => {
		await installCrisp();
		configure();
		await pass(1000);
		connectRelay(RELAY);
		await connected();
	});

	it("is one also where the call before has found Crisp joined", async () => {
		await installCrisp();
		startChatbot();
		connectRelay(RELAY);
		await connected();
	});

	it("keeps what the address asks for, and sends no fragment", async () => {
		await installCrisp();
		connectRelay(new URL(`${RELAY}?shop=2#top`));
		const { url } = await connected();
		expect(url).toBe(`${RELAY}?shop=2&session=${hashOf(session())}`);
	});

	it("takes a path as one of the page's own site", async () => {
		vi.spyOn(document, "baseURI", "get").mockReturnValue("https://shop.example/a/b.html");
		await installCrisp();
		connectRelay("/crisp-signals");
		const { url } = await connected();
		expect(url).toBe(addressOf(session()));
	});

	it("sends cookies only where that is asked for", async () => {
		await installCrisp();
		const undo = connectRelay(RELAY);
		expect((await connected()).options).toEqual({ withCredentials: false });
		undo();
		connectRelay(RELAY, { withCredentials: true });
		expect((await connected()).options).toEqual({ withCredentials: true });
	});

	it("is open only while somebody can see the page", async () => {
		await installCrisp();
		vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
		connectRelay(RELAY);
		await hashed();
		goOnline();
		expect(FakeEventSource.all).toEqual([]);
		setVisibility("visible");
		await connected();
		setVisibility("hidden");
		expect(openStreams()).toEqual([]);
		setVisibility("visible");
		await connected();
	});

	it("is one, however often the page says that it is visible", async () => {
		await openPage();
		setVisibility("visible");
		setVisibility("visible");
		expect(FakeEventSource.all).toHaveLength(1);
	});

	it("is one where the browser opens those again that were closed", async () => {
		const { stream, undo } = await openPage();
		const next = await lookAway();
		stream.reviveAfterReturn();
		expect(openStreams()).toEqual([next]);
		undo();
		next.reviveAfterReturn();
		expect(openStreams()).toEqual([]);
	});

	it("is opened for the new session after session:reset", async () => {
		const { stream } = await openPage();
		await resetSession();
		const { url } = await connected();
		expect(stream.isClosed).toBe(true);
		expect(url).toBe(addressOf(session()));
		expect(url).not.toBe(stream.url);
	});

	it("is closed as soon as the new session is seen, and the old one is opened no more", async () => {
		const { stream } = await openPage();
		vi.mocked(crypto.subtle.digest).mockReturnValue(new Promise(() => {}));
		await resetSession();
		expect(stream.isClosed).toBe(true);
		goOnline();
		glanceAway();
		expect(openStreams()).toEqual([]);
	});

	it("is not opened for a session that is over, however late its hash comes", async () => {
		await installCrisp();
		let finish = (_: ArrayBuffer) => {};
		const late = new Promise<ArrayBuffer>((resolve) => {
			finish = resolve;
		});
		vi.mocked(crypto.subtle.digest).mockReturnValueOnce(late);
		connectRelay(RELAY);
		await hashed();
		await resetSession();
		await connected();
		finish(new ArrayBuffer(32));
		await hashed();
		expect(FakeEventSource.all.map(({ url }) => url)).toEqual([addressOf(session())]);
	});

	it.each([
		["the browser is online again", goOnline],
		["Crisp has reconnected", rejoin],
	])("is opened anew when %s: the old one may have died unnoticed", async (_, act) => {
		const { crisp, stream } = await openPage();
		await act(crisp);
		expect(stream.isClosed).toBe(true);
		expect((await connected()).url).toBe(stream.url);
		expect(FakeEventSource.all).toHaveLength(2);
	});

	it("ends by its undo, which may be called twice", async () => {
		const { crisp, undo } = await openPage();
		undo();
		undo();
		expect(openStreams()).toEqual([]);
		glanceAway();
		goOnline();
		await rejoin(crisp);
		await resetSession();
		await hashed();
		expect(FakeEventSource.all).toHaveLength(1);
		expect(crypto.subtle.digest).toHaveBeenCalledTimes(1);
	});

	it("leaves no listener and no timer behind", async () => {
		await installCrisp();
		configure();
		await pass(1000);
		const timers = vi.getTimerCount();
		const targets = [window, document, findChatbot()?.life as AbortSignal];
		const added = targets.map((target) => vi.spyOn(target, "addEventListener").mock.calls);
		const removed = targets.map((target) => vi.spyOn(target, "removeEventListener").mock.calls);
		const undo = connectRelay(RELAY);
		(await connected()).refuse();
		undo();
		expect(added.flat().map(([type]) => type)).toEqual(["online", "visibilitychange", "abort"]);
		expect(removed).toEqual(added);
		expect(vi.getTimerCount()).toBe(timers);
	});

	it("is not opened when it is undone before the session's hash is there", async () => {
		await installCrisp();
		configure();
		await pass(1000);
		connectRelay(RELAY)();
		await hashed();
		expect(FakeEventSource.all).toEqual([]);
	});

	it("ends when its signal aborts, and does not begin afterwards", async () => {
		await installCrisp();
		const view = new AbortController();
		connectRelay(RELAY, { signal: view.signal });
		await connected();
		view.abort();
		expect(openStreams()).toEqual([]);
		connectRelay(RELAY, { signal: view.signal });
		await hashed();
		expect(openStreams()).toEqual([]);
	});

	it("ends with the page's chatbot, when the fake Crisp of a test is uninstalled", async () => {
		const { crisp } = await openPage();
		crisp.uninstall();
		goOnline();
		setVisibility("visible");
		await pass(RETRIED);
		await hashed();
		expect(openStreams()).toEqual([]);
		expect(FakeEventSource.all).toHaveLength(1);
	});
});

describe("a stream that is lost", () => {
	it("is left to the browser, which reconnects by itself", async () => {
		const { stream } = await openPage();
		stream.drop();
		await pass(600_000);
		stream.drop();
		stream.open();
		await pass(600_000);
		expect(FakeEventSource.all).toEqual([stream]);
	});

	it.each([
		[0, 30_000],
		[0.5, 45_000],
		[1, 60_000],
	])("is opened again 30 to 60 s after the browser has given it up (random: %s)", async (random, wait) => {
		await openPage();
		vi.spyOn(Math, "random").mockReturnValue(random);
		for (const _ of [1, 2, 3]) {
			openStreams()[0]?.refuse();
			await pass(wait - 1);
			expect(openStreams()).toEqual([]);
			await pass(1);
			expect(openStreams()).toHaveLength(1);
		}
	});

	it.each([
		["the focus", () => window.dispatchEvent(new Event("focus"))],
		["a look away", glanceAway],
		["a return to the page", () => window.dispatchEvent(new Event("pageshow"))],
		["the network", goOnline],
		["another session", resetSession],
	])("is not opened earlier by %s", async (_, act) => {
		const { stream } = await openPage();
		vi.spyOn(Math, "random").mockReturnValueOnce(1);
		stream.refuse();
		const refusedAt = Date.now();
		await act();
		await hashed();
		await pass(RETRIED - 1 - (Date.now() - refusedAt));
		expect(FakeEventSource.all).toHaveLength(1);
		await pass(1);
		expect(openStreams().map(({ url }) => url)).toEqual([addressOf(session())]);
	});

	it("is not opened again while the page is hidden, but as soon as somebody looks", async () => {
		const { stream } = await openPage();
		stream.refuse();
		await lookAway(async () => {
			await pass(600_000);
			expect(openStreams()).toEqual([]);
		});
	});
});
