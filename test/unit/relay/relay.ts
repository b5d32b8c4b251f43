import { createHash } from "node:crypto";
import { afterEach, beforeEach, vi } from "vitest";
import { pass } from "../helpers.js";

/** The address that a site gives to `connectRelay`, and what stands in it. */
export const RELAY = "https://shop.example/crisp-signals";
export const HUMAN = "chatbot_paused:human";

/** A browser's end of a stream, which the test plays the relay to. */
export class FakeEventSource extends EventTarget {
	static all: FakeEventSource[] = [];

	onopen?: () => void;
	onmessage?: (event: MessageEvent) => void;
	onerror?: () => void;
	isClosed = false;

	constructor(
		readonly url: string,
		readonly options: EventSourceInit,
	) {
		super();
		FakeEventSource.all.push(this);
	}

	close() {
		this.isClosed = true;
	}

	open() {
		if (!this.isClosed) this.onopen?.();
	}

	fail() {
		if (!this.isClosed) this.onerror?.();
	}

	send(value: unknown, at = Date.now()) {
		this.sendData(JSON.stringify({ value, at }));
	}

	sendData(data: string) {
		if (!this.isClosed) this.onmessage?.(new MessageEvent("message", { data }));
	}

	replace() {
		if (!this.isClosed) this.dispatchEvent(new MessageEvent("replaced", { data: "{}" }));
	}
}

let digests: Promise<unknown>[] = [];

/** Each test starts without streams, on a page that somebody can see. */
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
		// The pauses at their longest.
		vi.spyOn(Math, "random").mockReturnValue(1);
	});
	afterEach(() => {
		vi.unstubAllGlobals();
	});
}

export const openStreams = () => FakeEventSource.all.filter(({ isClosed }) => !isClosed);

/** SHA-256 is not done by a timer, so time stands still meanwhile. */
export async function hashed(): Promise<void> {
	await Promise.allSettled(digests);
	// What waits for it comes a little later.
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
