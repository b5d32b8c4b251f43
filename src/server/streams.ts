import { type EventStream, openEventStream } from "./event-stream.js";
import type { HookClock } from "./hook-clock.js";
import type { Log } from "./limited-log.js";
import type { RelaySettings } from "./options.js";
import { isOriginAllowed } from "./origin.js";
import { createPlaces } from "./places.js";
import { Refusal } from "./refusal.js";
import { isNewer, type RelayEvent, topicOf } from "./relay-event.js";
import type { Target } from "./target.js";

const HEADERS = {
	"Content-Type": "text/event-stream",
	// `no-transform`: a proxy that compresses waits for more.
	"Cache-Control": "no-cache, no-transform",
	// nginx sends what it gets at once. (nginx: ngx_http_proxy_module, "proxy_buffering")
	"X-Accel-Buffering": "no",
	"X-Content-Type-Options": "nosniff",
};

/**
 * What a page counts as having heard, by its `Last-Event-ID`: all pauses of that millisecond and no command. It may have missed
 * a command, and hears it, once more if need be.
 */
function readHeard({ headers }: Request): RelayEvent | undefined {
	const id = headers.get("Last-Event-ID") ?? "";
	return /^\d{1,15}$/.test(id) ? { at: Number(id), value: "chatbot_paused:\u{10FFFF}" } : undefined;
}

/** All event streams of a relay. */
export function createStreams(settings: RelaySettings, clock: HookClock, log: Log) {
	const { key, bus, origin, authorize, heartbeat } = settings;
	const takePlace = createPlaces(settings.maxConnections, settings.maxPerAddress);
	const streams = new Set<EventStream>();
	let isClosed = false;

	async function check(request: Request, target: Target, session: string): Promise<void> {
		if (!isOriginAllowed(request, target, origin)) throw new Refusal(403, "Pages of this origin may not listen");
		if (!/^[0-9a-f]{64}$/.test(session)) {
			throw new Refusal(400, "Expected ?session= with the lower-case hex SHA-256 of the session id");
		}
		if (!(await authorize(request))) throw new Refusal(403, "This page may not listen");
		// While the site was asked.
		if (isClosed) throw new Refusal(503, "The relay is closing");
	}

	function open(topic: string, address: string | undefined, heard: RelayEvent | undefined): EventStream {
		const leavePlace = takePlace(address);
		let last = heard;
		let leave = () => {};
		const stream = openEventStream(heartbeat, () => {
			streams.delete(stream);
			leavePlace();
			try {
				leave();
			} catch (error) {
				log("The bus failed", ` (${error})`);
			}
		});
		streams.add(stream);
		try {
			leave = bus.subscribe(topic, (event) => {
				if (last && !isNewer(event, last)) return;
				last = event;
				const { value, at } = event;
				stream.send({ id: at, data: JSON.stringify({ value, at, age: clock.ageOf(at) }) });
			});
		} catch (error) {
			stream.close();
			throw error;
		}
		return stream;
	}

	return {
		/** @throws Refusal */
		async answer(request: Request, target: Target): Promise<Response> {
			const session = new URLSearchParams(target.search).get("session") ?? "";
			await check(request, target, session);
			if (request.method === "HEAD") return new Response(null, { headers: HEADERS });
			const stream = open(topicOf(key, session), settings.address(request), readHeard(request));
			// Not every server cancels the body of a page that has left.
			request.signal.addEventListener("abort", stream.close, { once: true });
			if (request.signal.aborted) stream.close();
			return new Response(stream.body, { headers: HEADERS });
		},
		close(): void {
			isClosed = true;
			for (const stream of [...streams]) stream.close();
		},
	};
}
