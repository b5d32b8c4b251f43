import { connect } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createRelay, memoryBus, type RelayServerOptions } from "../../src/server/index.js";
import { startCommand } from "./command.js";
import { eventually } from "./eventually.js";
import { hashOf, SECRET, tell } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { startRelay } from "./start-relay.js";

const byHeader = (request: Request) => request.headers.get("X-Visitor") ?? undefined;

function createTestRelay(options: Partial<RelayServerOptions> = {}) {
	const relay = createRelay({ secret: SECRET, address: byHeader, maxPerAddress: 2, ...options });
	onTestFinished(() => relay.close());
	let sessions = 0;
	return {
		...relay,
		/** As a page of this visitor, and of a session of its own. */
		open: (visitor?: string) =>
			relay.fetch(
				new Request(addressOf("http://localhost/", `session_${sessions++}`), {
					headers: visitor === undefined ? {} : { "X-Visitor": visitor },
				}),
			),
	};
}

describe("the streams of one address", () => {
	it("are as many as maxPerAddress allows, and the place of one that ends is free", async () => {
		const { open } = createTestRelay();
		const first = await open("203.0.113.7");
		expect((await open("203.0.113.7")).status).toBe(200);
		const refused = await open("203.0.113.7");
		expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "60"]);
		expect(await refused.text()).toBe("Too many streams of one address are open\n");
		expect((await open("203.0.113.8")).status).toBe(200);
		await first.body?.cancel();
		expect((await open("203.0.113.7")).status).toBe(200);
		expect((await open("203.0.113.7")).status).toBe(429);
	});

	it("give a place back once, however the server tells that a page has left", async () => {
		const relay = createTestRelay({ maxConnections: 2, maxPerAddress: 1 });
		const leaving = new AbortController();
		const headers = { "X-Visitor": "203.0.113.7" };
		const request = new Request(addressOf("http://localhost/"), { headers, signal: leaving.signal });
		const { body } = await relay.fetch(request);
		leaving.abort();
		await body?.cancel();
		const statuses = ["203.0.113.7", "203.0.113.7", "203.0.113.8", "203.0.113.9"].map(relay.open);
		expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 429, 200, 503]);
	});

	it("are 1,000 by default: an office of hundreds behind one address is served", async () => {
		const { open } = createTestRelay({ maxPerAddress: undefined });
		for (let page = 0; page < 1000; page++) expect((await open("203.0.113.7")).status).toBe(200);
		expect((await open("203.0.113.7")).status).toBe(429);
		expect((await open("203.0.113.8")).status).toBe(200);
	});

	it.each([
		["one /64", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"],
		["one address, written in both ways", "203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8"],
		["one address at several ports", "203.0.113.7:50000", "203.0.113.7:50001", "203.0.113.8:50000"],
		["one /64 at several ports", "[2001:db8::1]:50000", "[2001:db8::2]:50001", "[2001:db8:0:1::1]:50000"],
		["a name that a proxy gives", "_hidden", "_hidden", "_other"],
	])("are counted together where they are of %s", async (_, one, same, other) => {
		const { open } = createTestRelay();
		expect([(await open(one)).status, (await open(same)).status]).toEqual([200, 200]);
		expect([(await open(one)).status, (await open(same)).status]).toEqual([429, 429]);
		expect((await open(other)).status).toBe(200);
	});

	it.each([
		"127.0.0.1",
		"::1",
		"::ffff:127.0.0.1",
		"10.1.2.3",
		"172.31.0.1",
		"192.168.0.1",
		"169.254.1.1",
		"100.64.0.1",
		"fd00::1",
		"fe80::1",
		"",
		undefined,
	])("are not counted where it is that of a proxy, or there is none: %s", async (address) => {
		const { open } = createTestRelay();
		for (let page = 0; page < 5; page++) expect((await open(address)).status).toBe(200);
	});

	it("are no more where somebody asks twenty connections for 550 streams each, and others are served", async () => {
		const { url } = await startCommand("--trust-proxy", "1", "--max-connections", "5000");
		const { port, pathname } = new URL(url);
		const get = (_: unknown, index: number) =>
			`GET ${pathname}?session=${hashOf(`session_${Math.random()}_${index}`)} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n`;
		const sockets = Array.from({ length: 20 }, () => connect(Number(port), "localhost"));
		onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
		for (const socket of sockets) socket.on("error", () => {}).write(Array.from({ length: 550 }, get).join(""));
		const same = { "X-Forwarded-For": "203.0.113.7" };
		await eventually(async () => expect((await openPage(url, "session_same", same)).response.status).toBe(429));
		const other = await openPage(url, "session_other", { "X-Forwarded-For": "198.51.100.1" });
		expect(other.response.status).toBe(200);
	});
});

describe("the command behind proxies", () => {
	const statusOf = async (url: string, forwarded: string) =>
		(await openPage(url, "session", { "X-Forwarded-For": forwarded })).response.status;

	it("takes the last address for the visitor where there is one proxy, whatever the visitor says before it", async () => {
		const { url } = await startCommand("--trust-proxy", "1", "--max-per-address", "1");
		expect(await statusOf(url, "203.0.113.1")).toBe(200);
		expect(await statusOf(url, "198.51.100.9, 203.0.113.1")).toBe(429);
		expect(await statusOf(url, "203.0.113.1, 203.0.113.2")).toBe(200);
	});

	it("takes the last but one where there are two", async () => {
		const { url } = await startCommand("--trust-proxy", "2", "--max-per-address", "1");
		expect(await statusOf(url, "203.0.113.1, 198.51.100.1")).toBe(200);
		expect(await statusOf(url, "203.0.113.1, 198.51.100.2")).toBe(429);
		expect(await statusOf(url, "203.0.113.9, 203.0.113.2, 198.51.100.1")).toBe(200);
	});

	it("names the flag at the first request that a proxy has passed on, once", async () => {
		const { url, written, output } = await startCommand("--max-per-address", "1");
		for (const address of ["203.0.113.1", "203.0.113.1", "203.0.113.2"]) expect(await statusOf(url, address)).toBe(200);
		await written(/--trust-proxy 1/);
		expect(output().match(/--trust-proxy/g)).toHaveLength(1);
	});
});

describe("the log", () => {
	it("is told of a flood once a second, with the number", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const lines: string[] = [];
		const relay = createTestRelay({ log: (line) => lines.push(line) });
		const refuse = (count: number, method = "GET") =>
			Promise.all(Array.from({ length: count }, () => relay.fetch(new Request("http://localhost/", { method }))));
		const line = "Refused GET with 400: Expected ?session= with the lower-case hex SHA-256 of the session id";
		await refuse(1000);
		await refuse(1, "DELETE");
		expect(lines).toEqual([line, "Refused a request with 405: Expected one of GET, HEAD, POST"]);
		vi.advanceTimersByTime(1000);
		expect(lines.slice(2)).toEqual([`${line} (999 more)`]);
		await refuse(500);
		expect(lines).toHaveLength(3);
		vi.advanceTimersByTime(1000);
		expect(lines.slice(3)).toEqual([`${line} (500 more)`]);
		vi.advanceTimersByTime(1000);
		await refuse(1);
		expect(lines.slice(4)).toEqual([line]);
	});

	it("may fail, at once or later: requests are answered all the same", async () => {
		const failures = [
			() => {
				throw new Error("The disk is full");
			},
			() => Promise.reject(new Error("The disk is full")),
		];
		for (const log of failures) {
			const relay = createTestRelay({ log: log as () => void });
			expect((await relay.fetch(new Request("http://localhost/"))).status).toBe(400);
		}
	});
});

describe("what is kept in memory", () => {
	it("is of 100,000 sessions: the one that was told of longest ago goes", async () => {
		const bus = memoryBus();
		const value = "chatbot_paused:human";
		const at = Date.now();
		for (let index = 0; index < 100_000; index++) await bus.publish(`${index}`, { value, at });
		await bus.publish("0", { value, at: at + 1 });
		await bus.publish("new", { value, at });
		const heard: string[] = [];
		for (const topic of ["0", "1", "2", "new"]) bus.subscribe(topic, () => heard.push(topic));
		expect(heard).toEqual(["0", "2", "new"]);
	});
});

describe("a bus that fails", () => {
	it("when a page subscribes has it answered 500, and holds no place", async () => {
		let isBroken = true;
		const memory = memoryBus();
		const subscribe: typeof memory.subscribe = (...args) => {
			if (isBroken) throw new Error("The bus is broken");
			return memory.subscribe(...args);
		};
		const { url, lines } = await startRelay({ maxConnections: 1, bus: { ...memory, subscribe } });
		expect((await openPage(url)).response.status).toBe(500);
		expect(lines).toEqual(["Refused GET with 500: The relay failed (The bus is broken)"]);
		isBroken = false;
		const page = await openPage(url);
		await tell(url);
		await page.nextData();
	});

	it("when a page leaves does not keep the others from being closed", async () => {
		const memory = memoryBus();
		const leave = () => {
			throw new Error("The bus is broken");
		};
		const { url, relay, lines } = await startRelay({ bus: { ...memory, subscribe: () => leave } });
		const pages = [await openPage(url), await openPage(url)];
		await relay.close();
		for (const page of pages) await page.ended;
		expect(lines).toEqual(["The bus failed (Error: The bus is broken)"]);
	});
});
