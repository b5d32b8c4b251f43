import { hashSession } from "../session-hash.js";
import { authenticate } from "./authenticate.js";
import { corsHeaders } from "./cors.js";
import { parseHook } from "./hook.js";
import { type RelayServerOptions, type RelaySettings, resolveRelayOptions } from "./options.js";
import { readBody } from "./read-body.js";
import { Refusal } from "./refusal.js";
import { LIFETIME, type RelayEvent } from "./relay-event.js";
import { createStreams, type Streams } from "./streams.js";

/**
 * Crisp's web hook in, server-sent events out, at one address.
 *
 * @example
 * const relay: Relay = createRelay({ secret: "a long random text" });
 * const response = await relay.fetch(new Request("https://shop.example/crisp-signals", { method: "OPTIONS" }));
 */
export interface Relay {
	/**
	 * Answers a request to the relay's address: `POST` is a hook of Crisp, `GET ?session=…` a page that listens. What is wrong
	 * with a request is answered with 4xx and one plain line. Never rejects.
	 */
	fetch(request: Request): Promise<Response>;
	/** Ends all streams and lets go of the bus; requests are answered with 503 from then on. */
	close(): Promise<void>;
}

const ALLOW = "GET, HEAD, OPTIONS, POST";

/** ms by which Crisp's clock may be ahead of ours. */
const MAX_AHEAD = 5 * 60 * 1000;

const STREAM_HEADERS = {
	"Content-Type": "text/event-stream",
	// `no-transform`: a proxy that compresses waits for more.
	"Cache-Control": "no-cache, no-transform",
	// nginx sends what it gets at once. (nginx: ngx_http_proxy_module, "proxy_buffering")
	"X-Accel-Buffering": "no",
	"X-Content-Type-Options": "nosniff",
};

/**
 * Tells open pages what Enum is told and tells: Crisp never does. Mount its `fetch` at one address of the site's server, and
 * give that address to Crisp as a web hook, and to the page. On several machines, or where a request may meet another process
 * than the one before, give it {@link redisBus}.
 *
 * @throws TypeError or RangeError for a wrong option, or where both `secret` and `signingSecret` are missing.
 * @example
 * const relay = createRelay({ secret: "a long random text", log: console.log });
 * addEventListener("fetch", (event: any) => event.respondWith(relay.fetch(event.request)));
 */
export function createRelay(options: RelayServerOptions): Relay {
	const settings = resolveRelayOptions(options);
	const streams = createStreams(settings.bus, settings.heartbeat, settings.maxConnections);
	let isClosed = false;

	async function answer(request: Request): Promise<Response> {
		if (isClosed) throw new Refusal(503, "The relay is closing", { "Retry-After": "5" });
		switch (request.method) {
			case "POST":
				return takeHook(request, settings);
			case "GET":
			case "HEAD":
				return openStream(request, settings, streams);
			case "OPTIONS":
				return new Response(null, { status: 204, headers: { Allow: ALLOW } });
			default:
				throw new Refusal(405, `Expected one of ${ALLOW}`, { Allow: ALLOW });
		}
	}

	function refuse(request: Request, error: unknown): Response {
		const refusal = error instanceof Refusal ? error : new Refusal(500, "The relay failed", {}, { cause: error });
		const { cause } = refusal;
		const [reason] = `${cause instanceof Error ? cause.message : cause}`.split("\n");
		settings.log(
			`Refused ${request.method} with ${refusal.status}: ${refusal.message}${cause === undefined ? "" : ` (${reason})`}`,
		);
		return refusal.toResponse();
	}

	return {
		async fetch(request) {
			const response = await answer(request).catch((error) => refuse(request, error));
			if (request.method === "POST") return response;
			for (const [name, value] of Object.entries(corsHeaders(request, settings.origin)))
				response.headers.set(name, value);
			return response;
		},
		async close() {
			isClosed = true;
			streams.close();
			await settings.bus.close();
		},
	};
}

const isSessionHash = (text: string) => /^[0-9a-f]{64}$/.test(text);

/** Relays of several keys may share a bus. */
const topicOf = (key: string, sessionHash: string) => `${key}:${sessionHash}`;

async function takeHook(request: Request, settings: RelaySettings): Promise<Response> {
	if (!/^application\/json\s*(;|$)/i.test(request.headers.get("Content-Type") ?? "")) {
		throw new Refusal(415, "Expected Content-Type: application/json");
	}
	const body = await readBody(request);
	await authenticate(request, body, settings);
	const hook = parseHook(body, settings.key);
	if (hook && isTimely(hook.event, settings.log)) {
		await publish(settings.bus, topicOf(settings.key, await hashSession(hook.session)), hook.event);
	}
	return new Response(null, { status: 204 });
}

/** The others are answered like any hook: sent again, they would be as wrong. */
function isTimely({ at }: RelayEvent, log: (line: string) => void): boolean {
	const age = Date.now() - at;
	if (age >= -MAX_AHEAD && age < LIFETIME) return true;
	log(`Ignored a hook from ${age < 0 ? "more than 5 minutes ahead" : "more than 24 hours ago"}`);
	return false;
}

async function publish(bus: RelaySettings["bus"], topic: string, event: RelayEvent): Promise<void> {
	try {
		await bus.publish(topic, event);
	} catch (cause) {
		// Crisp sends a plugin's hook again.
		throw new Refusal(503, "The relay cannot keep this now", { "Retry-After": "5" }, { cause });
	}
}

async function openStream(request: Request, settings: RelaySettings, streams: Streams): Promise<Response> {
	const session = new URL(request.url).searchParams.get("session") ?? "";
	if (!isSessionHash(session))
		throw new Refusal(400, "Expected ?session= with the lower-case hex SHA-256 of the session id");
	if (!(await settings.authorize(request))) throw new Refusal(403, "This page may not listen");
	if (request.method === "HEAD") return new Response(null, { headers: STREAM_HEADERS });
	const lastId = request.headers.get("Last-Event-ID") ?? "";
	const heardUntil = /^\d{1,15}$/.test(lastId) ? Number(lastId) : undefined;
	const stream = streams.open(topicOf(settings.key, session), heardUntil);
	// Not every server cancels the body of a page that has left.
	request.signal.addEventListener("abort", stream.close, { once: true });
	if (request.signal.aborted) stream.close();
	return new Response(stream.body, { headers: STREAM_HEADERS });
}
