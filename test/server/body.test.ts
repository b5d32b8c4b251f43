import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { toNodeHandler } from "srvx/node";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createRelay } from "../../src/server/index.js";
import { buildEnvelope, buildSignedHook, postHook, SECRET, SIGNING_SECRET } from "./hook.js";
import { startHttpServer } from "./http-server.js";

const NO_SIGNATURE = { "Content-Type": "application/json" };

/** Looks like one of Crisp's, so that it shows at the end only that it is not. */
const SIGNATURE = { ...NO_SIGNATURE, "X-Crisp-Request-Timestamp": "1", "X-Crisp-Signature": "0".repeat(64) };

interface Body {
	stream: ReadableStream<Uint8Array>;
	/** Whether somebody has asked for it. */
	isRead(): boolean;
	isCancelled(): boolean;
}

/** Comes as far as this many bytes, and never ends. */
function halfBody(size: number): Body {
	let isRead = false;
	let isCancelled = false;
	const source: UnderlyingDefaultSource<Uint8Array> = {
		pull(controller) {
			if (!isRead) controller.enqueue(new Uint8Array(size).fill(32));
			isRead = true;
		},
		cancel() {
			isCancelled = true;
		},
	};
	const stream = new ReadableStream(source, { highWaterMark: 0 });
	return { stream, isRead: () => isRead, isCancelled: () => isCancelled };
}

const MISSING = "Expected the bytes of the hook: a body parser above the relay may have taken them\n";

const createTestRelay = () => createRelay({ secret: SECRET, signingSecret: SIGNING_SECRET });

type TestRelay = ReturnType<typeof createTestRelay>;

async function post(relay: TestRelay, body: BodyInit, headers: Record<string, string>, query = ""): Promise<number> {
	const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
	return (await relay.fetch(new Request(`http://localhost/${query}`, init))).status;
}

function postSigned(relay: TestRelay, change?: Parameters<typeof buildEnvelope>[0]): Promise<number> {
	const { body, headers } = buildSignedHook(JSON.stringify(buildEnvelope(change)));
	return post(relay, body as BodyInit, headers);
}

describe("the body of a hook", () => {
	it.each<[string, number, Record<string, string>, string?]>([
		["without secret and signature", 401, NO_SIGNATURE],
		["with a wrong secret", 401, NO_SIGNATURE, "?secret=guess"],
		["with half a signature", 401, { ...SIGNATURE, "X-Crisp-Signature": "0".repeat(32) }],
		["with a signature of no time", 401, { ...NO_SIGNATURE, "X-Crisp-Signature": "0".repeat(64) }],
		["of another type", 415, { "Content-Type": "text/plain" }],
		["that says it is too large", 413, { ...SIGNATURE, "Content-Length": "300000" }],
	])("is not read: one %s", async (_, status, headers, query) => {
		const body = halfBody(10);
		expect(await post(createTestRelay(), body.stream, headers, query)).toBe(status);
		expect(body.isRead()).toBe(false);
	});

	it("is given up when it has taken 10 s", async () => {
		vi.useFakeTimers();
		onTestFinished(() => void vi.useRealTimers());
		const body = halfBody(10);
		const status = post(createTestRelay(), body.stream, SIGNATURE);
		await vi.advanceTimersByTimeAsync(9999);
		expect(body.isCancelled()).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		expect(await status).toBe(408);
		expect(body.isCancelled()).toBe(true);
	});

	it("gives way to others where 16 MB are on their way, and those that are Crisp's are taken", async () => {
		const relay = createTestRelay();
		const bodies = Array.from({ length: 600 }, () => halfBody(250_000));
		const statuses = bodies.map(({ stream }) => post(relay, stream, SIGNATURE));
		expect(await Promise.all(statuses.slice(0, 530))).toEqual(Array(530).fill(503));
		const held = () => bodies.filter(({ isCancelled }) => !isCancelled()).length * 250_000;
		expect(held()).toBeLessThan(17_000_000);
		expect(await postSigned(relay)).toBe(204);
	});

	it("is taken where 200 others, of 400 kB each, have been refused before", async () => {
		const relay = createTestRelay();
		const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(200_000).fill(32));
		for (let index = 0; index < 200; index++) {
			expect(await post(relay, new ReadableStream({ pull }), SIGNATURE)).toBe(413);
		}
		const { body, headers } = buildSignedHook();
		const halves = [`${body}`.slice(0, 50), `${body}`.slice(50)].map((half) => new TextEncoder().encode(half));
		const inHalves = new ReadableStream({
			async pull(controller) {
				// As from a network.
				await new Promise(setImmediate);
				const half = halves.shift();
				if (half) controller.enqueue(half);
				else controller.close();
			},
		});
		expect(await post(relay, inHalves, headers)).toBe(204);
	});

	it("is taken where 2,000 come at once", async () => {
		const relay = createTestRelay();
		const at = Date.now();
		const posts = Array.from({ length: 2000 }, (_, index) => postSigned(relay, { at: at + index }));
		expect(new Set(await Promise.all(posts))).toEqual(new Set([204]));
	});
});

it.each<[string, (request: Request) => unknown]>([
	["has read the body", (request) => request.json()],
	["has begun to read the body", ({ body }) => body?.getReader().read()],
])("says what is the matter where a parser above the relay %s", async (_, parse) => {
	const { body, headers } = buildSignedHook();
	const request = new Request("http://localhost/", { method: "POST", headers, body: body as BodyInit });
	await parse(request);
	const response = await createTestRelay().fetch(request);
	expect([response.status, await response.text()]).toEqual([400, MISSING]);
});

it("says so in Node's http, too", async () => {
	const handle = toNodeHandler(createTestRelay().fetch) as RequestListener;
	const port = await startHttpServer(async (request, response) => {
		await text(request);
		handle(request, response);
	});
	const response = await postHook(`http://localhost:${port}/`, buildSignedHook());
	expect([response.status, await response.text()]).toEqual([400, MISSING]);
});

describe("a website hook's secret", () => {
	const body = JSON.stringify(buildEnvelope());
	it.each(["q+/1x==", "a b+c", "100%", "ümläut & co"])(
		"fits as it stands in the address, and encoded: %s",
		async (secret) => {
			const relay = createRelay({ secret });
			const statusOf = (text: string) => post(relay, body, NO_SIGNATURE, `?x=1&secret=${text}`);
			expect(await statusOf(encodeURIComponent(secret))).toBe(204);
			expect(await statusOf(secret.replaceAll("%", "%25").replaceAll("&", "%26"))).toBe(204);
			expect(await statusOf(encodeURIComponent(`${secret}+`))).toBe(401);
		},
	);
});
