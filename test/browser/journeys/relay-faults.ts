import { get } from "node:http";
import { expect, inject } from "vitest";
import { findFreePort } from "../../free-port.js";
import type { Command } from "../../server/command.js";
import { eventually } from "../../server/eventually.js";
import { tell } from "../../server/hook.js";
import { startHttpServer } from "../../server/http-server.js";
import { startRedis } from "../../server/redis-server.js";
import { startRelay } from "../../server/start-relay.js";
import { startTcpProxy } from "../../server/tcp-proxy.js";
import { journeys, type Site } from "../journey.js";
import {
	expectPauses,
	expectSilence,
	goOnline,
	HUMAN,
	livePause,
	startRelayFor,
	visitListening,
	waitForStream,
} from "../relay.js";
import { expectTold, START } from "../told.js";

const STREAM = { "Content-Type": "text/event-stream", "Access-Control-Allow-Origin": "*" };

const eventOf = (value: unknown, at: unknown = 1) => `data: ${JSON.stringify({ value, at, age: 0 })}`;

/** No relay sends these. */
const GARBAGE = [
	"data: null",
	"data: [1, 2]",
	"data: {",
	"data: <p>nginx</p>",
	"event: pause\ndata: {}",
	"nothing of the kind",
	`data: ${"long ".repeat(20_000)}`,
	eventOf("<script>alert(1)</script>"),
	eventOf({ toString: 1 }),
	eventOf(HUMAN, "soon"),
	eventOf(HUMAN, null),
];

journeys("where a relay fails", ({ it }) => {
	/** As when a machine loses its power. */
	async function kill(relay: Command) {
		relay.kill("SIGKILL");
		await relay.ended;
	}

	it("and is killed and started again, an open page hears of the next pause", async (site) => {
		const relay = await startRelayFor(site);
		const { page, session } = await visitListening(site, relay.url);
		await kill(relay);
		await page.waitFor(() => streams.at(-1)?.readyState !== EventSource.OPEN);
		await startRelayFor(site, "--port", new URL(relay.url).port);
		await waitForStream(page);
		await session.tell(relay.url, HUMAN);
		await expectPauses(page, livePause());
		await expectSilence(page);
	});

	it("in the middle of an event, nothing half is told, and the whole one when the stream is open again", async (site) => {
		const whole = `${eventOf(HUMAN, 3)}\n\n`;
		const half = eventOf("chatbot_paused:half", 2);
		const answers = [half.slice(0, -3), `${half}\n`];
		const port = await startHttpServer((_request, response) => {
			const answer = answers.shift();
			response.writeHead(200, STREAM).write(answer ?? whole, () => answer && response.destroy());
		});
		const page = await site.visit({ relay: `http://localhost:${port}/` });
		await expectPauses(page, livePause());
		expect(await page.evaluate(() => streams.flatMap(({ heard }) => heard).length)).toBe(1);
		await expectSilence(page);
	});

	it("behind a proxy that closes what is idle, half that time between two heartbeats keeps the stream open", async (site) => {
		const { url } = await startRelay({ heartbeat: 1000, origin: site.origin });
		const proxy = await startTcpProxy(Number(new URL(url).port), 2000);
		const page = await site.visitJoined({ relay: url.replace(/:\d+/, `:${proxy.port}`) });
		await waitForStream(page);
		const before = proxy.answered();
		// For more than three times as long.
		await eventually(() => expect(proxy.answered() - before).toBeGreaterThan(6));
		await tell(url, { session: await page.evaluate(() => fakeCrisp.session) });
		await expectPauses(page, livePause());
		expect([proxy.asked(), await page.evaluate(() => streams.length)]).toEqual([1, 1]);
	});

	it("behind a host that ends each stream, a pause that comes in a gap is told when it is over", async (site) => {
		const relay = await startRelayFor(site);
		let isGapOver = Promise.resolve();
		let end = () => {};
		const port = await startHttpServer(async ({ url = "", headers }, response) => {
			await isGapOver;
			const asked = get(new URL(url, relay.url), { headers }, (answer) => {
				response.writeHead(200, answer.headers);
				answer.pipe(response);
			});
			end = () => void response.end();
			response.on("close", () => asked.destroy());
		});
		const { page, session } = await visitListening(site, relay.url, {}, relay.url.replace(/:\d+/, `:${port}`));
		for (const round of [1, 2]) {
			let endGap = () => {};
			isGapOver = new Promise((resolve) => {
				endGap = resolve;
			});
			end();
			await session.tell(relay.url, HUMAN);
			endGap();
			await expectPauses(page, ...Array.from({ length: round }, () => livePause()));
			await session.tell(relay.url, START);
			await waitForStream(page, 2 * round + 1);
		}
		await expectSilence(page);
	});

	it("by a line that died unnoticed, the stream is opened anew when the browser is online again", async (site) => {
		const { url } = await startRelayFor(site);
		const proxy = await startTcpProxy(Number(new URL(url).port));
		const { page, session } = await visitListening(site, url, {}, url.replace(/:\d+/, `:${proxy.port}`));
		proxy.freeze();
		await session.tell(url, HUMAN);
		await goOnline(page);
		await expectPauses(page, livePause());
		expect(await page.evaluate(() => streams.map(({ heard }) => heard.length))).toEqual([1, 1]);
	});

	it("in whatever way, signals are delivered, and nothing is said", async (site) => {
		const asked: string[] = [];
		const port = await startHttpServer((request, response) => {
			const [, path = ""] = request.url?.match(/\/(\w+)/) ?? [];
			asked.push(path);
			if (path === "silent") return;
			if (path === "garbage") response.writeHead(200, STREAM).write(`${[...GARBAGE, eventOf(HUMAN)].join("\n\n")}\n\n`);
			else if (path === "html") response.writeHead(200, { ...STREAM, "Content-Type": "text/html" }).end("<p>Login</p>");
			else response.writeHead(Number(path), STREAM).end();
		});
		const countAsked = (path: string) => asked.filter((other) => other === path).length;
		const refused = ["500", "404", "204", "html"];
		const urls = ["silent", "garbage", ...refused].map((path) => `http://localhost:${port}/${path}`);
		urls.push(`http://localhost:${await findFreePort()}/`);
		const page = await site.visit({ isClockFaked: true });
		await page.evaluate(async (urls) => {
			signals.onPaused((pause) => notes.push(pause));
			for (const url of urls) signals.connectRelay(url);
			void signals.startChatbot();
			await window.pass(5000);
		}, urls);
		await expectTold(page, START);
		await page.waitFor((refused) => {
			const closed = streams.filter(({ readyState }) => readyState === EventSource.CLOSED);
			const paths = closed.map(({ url }) => new URL(url).pathname.slice(1));
			return refused.every((path) => paths.includes(path));
		}, refused);
		expect(refused.map(countAsked)).toEqual([1, 1, 1, 1]);
		await page.evaluate(() => window.pass(29_000));
		expect(await page.evaluate(() => streams.length)).toBe(urls.length);
		await page.evaluate(() => window.pass(31_000));
		await eventually(() => expect(refused.map(countAsked)).toEqual([2, 2, 2, 2]));
		await page.evaluate(() => {
			void signals.pauseChatbot();
			return window.pass(5000);
		});
		await expectTold(page, START, "pause_chatbot");
		await expectPauses(page, expect.objectContaining({ value: HUMAN, source: "relay" }));
		await expectSilence(page);
	});

	if (!inject("hasRedis")) return;

	it("and is killed and started again, an open page hears what came meanwhile, with Redis", async (site: Site) => {
		const redis = await startRedis();
		const start = (...args: string[]) => startRelayFor(site, "--redis", redis.url, ...args);
		const [relay, other] = [await start(), await start()];
		const { page, session } = await visitListening(site, relay.url);
		await kill(relay);
		await page.waitFor(() => streams.at(-1)?.readyState !== EventSource.OPEN);
		await session.tell(other.url, HUMAN);
		await start("--port", new URL(relay.url).port);
		await expectPauses(page, livePause());
		await expectSilence(page);
	});
});
