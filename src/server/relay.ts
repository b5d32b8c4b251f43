import { createHookTaker } from "./hook.js";
import { createHookClock } from "./hook-clock.js";
import { limitLog } from "./limited-log.js";
import { type RelayServerOptions, resolveRelayOptions } from "./options.js";
import { corsHeaders } from "./origin.js";
import { Refusal } from "./refusal.js";
import { createStreams } from "./streams.js";
import { readTarget } from "./target.js";

/**
 * Crisp's web hook in, server-sent events out, at one address.
 *
 * @example
 * const relay: Relay = createRelay({ secret: "a long random text" });
 * const response = await relay.fetch(new Request("https://shop.example/crisp-signals", { method: "HEAD" }));
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

const METHODS = ["GET", "HEAD", "POST"];

/**
 * Tells open pages what Enum is told and tells: Crisp never does. Mount its `fetch` at one address of the site's server, and
 * give that address to Crisp as a web hook, and to the page. On several machines, or where a request may meet another process
 * than the one before, give it {@link redisBus}.
 *
 * @throws TypeError for a wrong option, or where both `secret` and `signingSecret` are missing.
 * @example
 * const relay = createRelay({ secret: "a long random text", log: console.log });
 * addEventListener("fetch", (event: any) => event.respondWith(relay.fetch(event.request)));
 */
export function createRelay(options: RelayServerOptions): Relay {
	const settings = resolveRelayOptions(options);
	const clock = createHookClock();
	const log = limitLog(settings.log);
	const streams = createStreams(settings, clock, log);
	const takeHook = createHookTaker(settings, clock, log);
	let isClosed = false;

	async function answer(request: Request): Promise<Response> {
		if (isClosed) throw new Refusal(503, "The relay is closing", { "Retry-After": "5" });
		if (!METHODS.includes(request.method)) {
			throw new Refusal(405, `Expected one of ${METHODS.join(", ")}`, { Allow: METHODS.join(", ") });
		}
		if (request.method !== "POST") return streams.answer(request, readTarget(request));
		await takeHook(request, readTarget(request));
		return new Response(null, { status: 204 });
	}

	function refuse({ method }: Request, error: unknown): Response {
		const refusal = error instanceof Refusal ? error : new Refusal(500, "The relay failed", {}, { cause: error });
		const { status, message, cause } = refusal;
		const [reason] = `${cause instanceof Error ? cause.message : cause}`.split("\n");
		// Of others there are any number, and each would be a line of its own.
		const name = METHODS.includes(method) ? method : "a request";
		log(`Refused ${name} with ${status}: ${message}`, cause === undefined ? "" : ` (${reason})`);
		return refusal.toResponse();
	}

	return {
		async fetch(request) {
			const response = await answer(request).catch((error) => refuse(request, error));
			if (request.method === "POST") return response;
			for (const [name, text] of corsHeaders(request, settings.origin)) response.headers.set(name, text);
			return response;
		},
		async close() {
			isClosed = true;
			streams.close();
			await settings.bus.close();
		},
	};
}
