import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Bus, createRelay, memoryBus } from "../../src/server/index.js";
import { eventually } from "./eventually.js";
import { buildEnvelope, buildSignedHook, hashOf, PAUSE, SECRET, SESSION, SIGNING_SECRET, tell } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { startRelay } from "./start-relay.js";
import { startTcpProxy } from "./tcp-proxy.js";

const START = "start_chatbot";

describe("a page that listens", () => {
	it("hears each command and pause, in the format that is promised", async () => {
		const { url } = await startRelay();
		const page = await openPage(url);
		const at = Date.now();
		const values = [START, "pause_chatbot", PAUSE, "chatbot_paused:", 'chatbot_paused:a schedule\nof \u{1F4C5}: "x"'];
		for (const [index, value] of values.entries()) {
			await tell(url, { value, at: at + index });
			const { data = "", ...fields } = await page.next();
			expect(fields).toEqual({ id: `${at + index}` });
			expect(JSON.parse(data)).toEqual({ value, at: at + index, age: expect.any(Number) });
		}
	});

	it.each([
		[0, 2000, 6000],
		[5, 300, 900],
		[30, 1000, 3000],
		[60, 2000, 6000],
		[3600, 2000, 6000],
	])(
		"is told, when its stream has been open for %s s, to come back after %s to %s ms at random",
		async (openFor, least, most) => {
			vi.useFakeTimers();
			onTestFinished(() => void vi.useRealTimers());
			const relay = createRelay({ secret: SECRET, heartbeat: 5000 });
			onTestFinished(() => relay.close());
			async function findRetryTime(): Promise<number> {
				const { body } = await relay.fetch(new Request(addressOf("http://localhost/")));
				const reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
				let { value } = await reader.read();
				for (let passed = 0; passed < openFor; passed += 5) {
					vi.advanceTimersByTime(5000);
					({ value } = await reader.read());
				}
				await reader.cancel();
				const [, time] = new TextDecoder().decode(value).match(/^retry: (\d+)\n\n/) ?? [];
				return Number(time);
			}
			const times: number[] = [];
			for (let page = 0; page < 100; page++) times.push(await findRetryTime());
			const [shortest, longest] = [Math.min(...times), Math.max(...times)];
			expect(shortest).toBeGreaterThanOrEqual(least);
			expect(longest).toBeLessThanOrEqual(most);
			expect(longest - shortest).toBeGreaterThan((most - least) / 2);
		},
	);

	it("is not buffered, cached or changed on the way", async () => {
		const { url } = await startRelay();
		const { response } = await openPage(url);
		expect(response.status).toBe(200);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"content-type": "text/event-stream",
			"cache-control": "no-cache, no-transform",
			"x-accel-buffering": "no",
		});
	});

	it("hears what stands when it opens, and what is of its own session alone", async () => {
		const { url } = await startRelay();
		const at = Date.now();
		await tell(url, { value: START, at });
		await tell(url, { value: PAUSE, at: at + 1 });
		await tell(url, { session: "session_other", value: START, at: at + 2 });
		expect(await (await openPage(url)).nextData()).toEqual({ value: PAUSE, at: at + 1 });
	});

	it("hears nothing of what it has heard before it was cut off", async () => {
		const { url } = await startRelay();
		const at = Date.now();
		await tell(url, { at });
		const [same, later, older, none] = await Promise.all(
			[`${at}`, `${at + 1}`, `${at - 1}`, "no number"].map((id) => openPage(url, SESSION, { "Last-Event-ID": id })),
		);
		expect(await older?.nextData()).toEqual({ value: PAUSE, at });
		expect(await none?.nextData()).toEqual({ value: PAUSE, at });
		await tell(url, { value: START, at: at + 2 });
		expect(await same?.nextData()).toEqual({ value: START, at: at + 2 });
		expect(await later?.nextData()).toEqual({ value: START, at: at + 2 });
	});

	it("hears a command of the millisecond up to which it has heard, as it may have missed that", async () => {
		const { url } = await startRelay();
		const at = Date.now();
		await tell(url, { at });
		await tell(url, { value: START, at });
		const page = await openPage(url, SESSION, { "Last-Event-ID": `${at}` });
		expect(await page.nextData()).toEqual({ value: START, at });
	});

	it("hears nothing twice, late or out of order", async () => {
		const { url } = await startRelay();
		const page = await openPage(url);
		const at = Date.now();
		await tell(url, { value: START, at });
		await tell(url, { value: START, at });
		await tell(url, { value: PAUSE, at: at - 1 });
		await tell(url, { value: PAUSE, at });
		await tell(url, { value: PAUSE, at: at + 1 });
		expect([await page.nextData(), await page.nextData()]).toEqual([
			{ value: START, at },
			{ value: PAUSE, at: at + 1 },
		]);
	});

	it("hears a command after a pause of the same millisecond", async () => {
		const { url } = await startRelay();
		const page = await openPage(url);
		const at = Date.now();
		for (const value of [PAUSE, "pause_chatbot", START, PAUSE]) await tell(url, { value, at });
		await tell(url, { value: PAUSE, at: at + 1 });
		const heard = [await page.nextData(), await page.nextData(), await page.nextData(), await page.nextData()];
		expect(heard.map(({ value }) => value)).toEqual([PAUSE, "pause_chatbot", START, PAUSE]);
	});

	it("no longer hears what stood for 24 hours", async () => {
		vi.useFakeTimers({ toFake: ["Date"] });
		onTestFinished(() => void vi.useRealTimers());
		const { url } = await startRelay();
		await tell(url, { session: "session_old" });
		vi.setSystemTime(Date.now() + 86_400_000 - 1);
		await tell(url, { session: "session_new", value: START });
		expect(await (await openPage(url, "session_old")).nextData()).toMatchObject({ value: PAUSE });
		vi.setSystemTime(Date.now() + 1);
		const page = await openPage(url, "session_old");
		await tell(url, { session: "session_old", value: "pause_chatbot" });
		expect(await page.nextData()).toMatchObject({ value: "pause_chatbot" });
		expect(await (await openPage(url, "session_new")).nextData()).toMatchObject({ value: START });
	});
});

describe("a request to listen", () => {
	it.each([
		["no session", ""],
		["an empty one", "?session="],
		["Crisp's own id", `?session=${SESSION}`],
		["a hash in capitals", `?session=${hashOf(SESSION).toUpperCase()}`],
		["half a hash", `?session=${hashOf(SESSION).slice(32)}`],
		["a hash and more", `?session=${hashOf(SESSION)}0`],
		["__proto__", "?session=__proto__"],
	])("is refused in one plain line with %s", async (_, query) => {
		const { url, lines } = await startRelay();
		const response = await fetch(url + query);
		expect(response.status).toBe(400);
		expect(await response.text()).toMatch(/^Expected \?session=[^\n]*\n$/);
		expect(lines.join()).not.toContain(hashOf(SESSION).slice(32));
	});

	it("is refused where the site does not authorize it, and in time where it asks elsewhere", async () => {
		const authorize = async (request: Request) => request.headers.get("Cookie") === "id=7";
		const { url } = await startRelay({ authorize });
		const refused = await fetch(addressOf(url));
		expect([refused.status, await refused.text()]).toEqual([403, "This page may not listen\n"]);
		const page = await openPage(url, SESSION, { Cookie: "id=7" });
		await tell(url);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
	});

	it("is refused where the site fails to say, and the log tells why", async () => {
		const authorize = () => Promise.reject(new Error("the database is away\nof which this is all"));
		const { url, lines } = await startRelay({ authorize });
		const response = await fetch(addressOf(url));
		expect([response.status, await response.text()]).toEqual([500, "The relay failed\n"]);
		expect(lines).toEqual(["Refused GET with 500: The relay failed (the database is away)"]);
	});

	it("by HEAD gets the headers alone, and holds no place", async () => {
		const { url } = await startRelay({ maxConnections: 1 });
		for (const _ of "ab") {
			const response = await fetch(addressOf(url), { method: "HEAD" });
			expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
		}
		expect((await openPage(url)).response.status).toBe(200);
		expect((await fetch(url, { method: "HEAD" })).status).toBe(400);
	});
});

describe("a stream that is idle", () => {
	/** Behind a proxy that closes what says nothing for 300 ms. */
	async function throughProxy(url: string): Promise<string> {
		const { port } = await startTcpProxy(Number(new URL(url).port), 300);
		return url.replace(/:\d+/, `:${port}`);
	}

	it("is kept open by its heartbeats, through a proxy that would close it", async () => {
		const { url } = await startRelay({ heartbeat: 100 });
		const page = await openPage(await throughProxy(url));
		await eventually(() => expect(page.retryTimes().length).toBeGreaterThan(8));
		await tell(url);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
	});

	it("would be closed without them", async () => {
		const { url } = await startRelay();
		const page = await openPage(await throughProxy(url));
		await page.ended;
		expect(page.retryTimes()).toHaveLength(1);
	});
});

describe("a flood of pages", () => {
	it("beyond maxConnections is answered with 503, until others leave", async () => {
		const { url } = await startRelay({ maxConnections: 30 });
		const sessions = Array.from({ length: 100 }, (_, index) => `session_${index}`);
		const pages = await Promise.all(sessions.map((session) => openPage(url, session)));
		const open = pages.filter(({ response }) => response.status === 200);
		const refused = pages.filter(({ response }) => response.status === 503);
		expect([open.length, refused.length]).toEqual([30, 70]);
		expect(refused[0]?.response.headers.get("Retry-After")).toBe("60");
		open[7]?.leave();
		await eventually(async () => expect((await openPage(url, "session_late")).response.status).toBe(200));
	});
});

describe("a page that does not read", () => {
	it("is let go by the socket's other end", async () => {
		const memory = memoryBus();
		// Kernels hold megabytes for it, so each event is made long.
		const lengthen: Bus["subscribe"] = (topic, listener) =>
			memory.subscribe(topic, ({ value, at }) => listener({ value: value.padEnd(100_000, "x"), at }));
		const { url } = await startRelay({ maxConnections: 1, bus: { ...memory, subscribe: lengthen } });
		const { port, pathname, search } = new URL(addressOf(url));
		const socket: Socket = connect(Number(port), "localhost");
		onTestFinished(() => void socket.destroy());
		socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
		await once(socket, "readable");
		expect((await openPage(url, "session_other")).response.status).toBe(503);
		const at = Date.now();
		for (let index = 0; index < 200; index++) await tell(url, { at: at + index });
		await eventually(async () => expect((await openPage(url, "session_other")).response.status).toBe(200));
	});

	it("is closed at the third heartbeat that finds the one before unread", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const relay = createRelay({ secret: SECRET, maxConnections: 1 });
		const get = () => relay.fetch(new Request(addressOf("http://localhost/")));
		await get();
		vi.advanceTimersByTime(3 * 7000 - 1);
		expect((await get()).status).toBe(503);
		vi.advanceTimersByTime(1);
		const { status, body } = await get();
		expect(status).toBe(200);
		// One that reads stays.
		const reader = body?.getReader();
		for (let beat = 0; beat < 10; beat++) {
			await reader?.read();
			vi.advanceTimersByTime(7000);
		}
		expect((await get()).status).toBe(503);
		await relay.close();
	});

	it("is closed when 64 kB wait for it, and they are dropped", async () => {
		const relay = createRelay({ secret: SECRET, signingSecret: SIGNING_SECRET });
		const open = async (session: string) => {
			const { body } = await relay.fetch(new Request(addressOf("http://localhost/", session)));
			return body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
		};
		const post = async (session: string, at: number) => {
			const hook = buildSignedHook(JSON.stringify(buildEnvelope({ session, at })));
			await relay.fetch(new Request("http://localhost/", { method: "POST", ...hook } as RequestInit));
		};
		const [few, many] = [await open("few"), await open("many")];
		const at = Date.now();
		for (let index = 0; index < 1000; index++) await post("many", at + index);
		for (let index = 0; index < 500; index++) await post("few", at + index);
		await expect(many.read()).rejects.toThrow("The reader of an event stream does not read");
		await relay.close();
		let blocks = "";
		for (let next = await few.read(); !next.done; next = await few.read())
			blocks += new TextDecoder().decode(next.value);
		expect(blocks.match(/^data:/gm)).toHaveLength(500);
	});
});

it("ends all streams when it closes, and answers 503 from then on", async () => {
	const { url, relay } = await startRelay();
	const page = await openPage(url);
	await relay.close();
	await page.ended;
	expect(await tell(url)).toBe(503);
	expect((await openPage(url)).response.status).toBe(503);
});

it("opens no stream for a page that was still being authorized when it closed", async () => {
	let allow = (_: boolean) => {};
	const isAllowed = new Promise<boolean>((resolve) => {
		allow = resolve;
	});
	const relay = createRelay({ secret: SECRET, authorize: () => isAllowed });
	const answered = relay.fetch(new Request(addressOf("http://localhost/")));
	await relay.close();
	allow(true);
	expect((await answered).status).toBe(503);
});

it("lets go of a page by the body that is no longer read, where a server tells nothing else", async () => {
	const relay = createRelay({ secret: SECRET, maxConnections: 1 });
	const request = (method: string) => relay.fetch(new Request(addressOf("http://localhost/"), { method }));
	expect((await request("HEAD")).body).toBeNull();
	const { body } = await request("GET");
	expect((await request("GET")).status).toBe(503);
	await body?.cancel();
	expect((await request("GET")).status).toBe(200);
	await relay.close();
});

it("lets go of a page that has left before it was answered", async () => {
	const leaving = new AbortController();
	const authorize = () => {
		leaving.abort();
		return true;
	};
	const relay = createRelay({ secret: SECRET, maxConnections: 1, authorize });
	const get = (signal?: AbortSignal) =>
		relay.fetch(new Request(addressOf("http://localhost/"), signal ? { signal } : {}));
	await get(leaving.signal);
	expect((await get()).status).toBe(200);
	await relay.close();
});
