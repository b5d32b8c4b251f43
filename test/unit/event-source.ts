import { createHash } from "node:crypto";
import { afterEach, beforeEach, vi } from "vitest";
import { connectRelay } from "../../src/index.js";
import { installCrisp, pass } from "./helpers.js";

/** The address that a site gives to `connectRelay`. */
export const RELAY = "https://shop.example/crisp-signals";
export const HUMAN = "chatbot_paused:human";

/** When an event happened, by Crisp's clock, and how long ago that was when the relay wrote it. Both in ms. */
interface EventTime {
	at?: number;
	age?: number;
}

/** The browser's end of a stream; the test plays the relay, and the browser that reconnects by itself. */
export class FakeEventSource {
	static readonly CONNECTING = 0;
	static readonly OPEN = 1;
	static readonly CLOSED = 2;
	static all: FakeEventSource[] = [];

	onopen?: () => void;
	onmessage?: (event: MessageEvent) => void;
	onerror?: () => void;
	readyState = FakeEventSource.CONNECTING;

	readonly url: string;

	constructor(
		url: string | URL,
		readonly options: EventSourceInit,
	) {
		this.url = `${url}`;
		FakeEventSource.all.push(this);
	}

	get isClosed() {
		return this.readyState === FakeEventSource.CLOSED;
	}

	close() {
		this.readyState = FakeEventSource.CLOSED;
	}

	/** The relay answers, also after a {@link drop}. */
	open() {
		if (this.isClosed) return;
		this.readyState = FakeEventSource.OPEN;
		this.onopen?.();
	}

	/** WebKit does so where the stream was closed while its page went into the back/forward cache, and the page is back. */
	reviveAfterReturn() {
		this.readyState = FakeEventSource.CONNECTING;
		this.open();
	}

	/** The line is lost, or the relay cannot be reached: the browser reconnects by itself. */
	drop() {
		if (this.isClosed) return;
		this.readyState = FakeEventSource.CONNECTING;
		this.onerror?.();
	}

	/** The relay answers with 503, or with no event stream: the browser gives it up. */
	refuse() {
		if (this.isClosed) return;
		this.readyState = FakeEventSource.CLOSED;
		this.onerror?.();
	}

	/** By default an event that has happened right now. */
	send(value: unknown, { at = Date.now(), age = Date.now() - at }: EventTime = {}) {
		this.sendData(JSON.stringify({ value, at, age }));
	}

	sendData(data: string) {
		if (!this.isClosed) this.onmessage?.(new MessageEvent("message", { data }));
	}
}

let digests: Promise<unknown>[] = [];

/** Each test starts without streams, in a browser that has event streams. */
export function useEventSource(): void {
	beforeEach(() => {
		vi.stubGlobal("EventSource", FakeEventSource);
		FakeEventSource.all = [];
		digests = [];
		const digest = crypto.subtle.digest.bind(crypto.subtle);
		vi.spyOn(crypto.subtle, "digest").mockImplementation((...args) => {
			const result = digest(...args);
			digests.push(result);
			return result;
		});
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});
}

export const openStreams = () => FakeEventSource.all.filter(({ isClosed }) => !isClosed);

/** SHA-256 is not done by a timer, so time stands still meanwhile. */
export async function hashed(): Promise<void> {
	// A join is told in a microtask.
	await pass(0);
	await Promise.allSettled(digests);
	// What waits for the hash comes a little later.
	await pass(0);
}

/** The stream of the page, opened and answered. */
export async function connected(): Promise<FakeEventSource> {
	await hashed();
	const [stream, ...others] = openStreams();
	if (!stream || others.length) throw new Error(`Expected one stream, got ${openStreams().length}`);
	stream.open();
	return stream;
}

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

export function setVisibility(state: DocumentVisibilityState): void {
	vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
	document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** Hidden, and in view again. */
export async function lookAway(meanwhile: () => unknown = () => {}): Promise<FakeEventSource> {
	setVisibility("hidden");
	await meanwhile();
	setVisibility("visible");
	return connected();
}

export function glanceAway() {
	setVisibility("hidden");
	setVisibility("visible");
}

/** A page whose stream is open. */
export async function openPage() {
	const crisp = await installCrisp();
	const undo = connectRelay(RELAY);
	return { crisp, undo, stream: await connected() };
}

export const goOnline = () => window.dispatchEvent(new Event("online"));
