import { afterEach, beforeEach, vi } from "vitest";
import { createFakeCrisp, type FakeCrisp, type FakeCrispOptions } from "../../../src/testing/index.js";

/** Crisp's client as the page sees it. Before client.js has come, an array. */
export interface Crisp {
	push(command: unknown): void;
	get(name: string, key?: string): unknown;
	set(name: string, value: unknown): void;
	is(name: string): boolean;
	on(event: string, handler: unknown): void;
	off(event: string): void;
	do(action: string, args?: unknown): void;
	config(name: string, value: unknown): void;
	safe(isSafe: boolean): void;
	help(): void;
}

export const page = globalThis as unknown as {
	$crisp: Crisp;
	CRISP_WEBSITE_ID?: string;
	CRISP_READY_TRIGGER?: unknown;
};

/** Fake time, and a page without Crisp after each test. */
export function useFakePage() {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		for (const fake of fakes.splice(0)) fake.unload();
		delete page.CRISP_READY_TRIGGER;
		vi.useRealTimers();
	});
}

const fakes: FakeCrisp[] = [];

export function createFake(options?: FakeCrispOptions): FakeCrisp {
	const fake = createFakeCrisp(options);
	fakes.push(fake);
	return fake;
}

/** Installed and joined: 500 ms with the default delays. */
export function createJoined(options?: FakeCrispOptions): FakeCrisp {
	const fake = createFake(options);
	fake.install();
	vi.advanceTimersByTime(500);
	return fake;
}

export const write = (value: unknown, key = "enum") => page.$crisp.push(["set", "session:data", [key, value]]);

export const read = (key = "enum") => page.$crisp.get("session:data", key);

/** The client's own object. */
export const readAll = () => page.$crisp.get("session:data") as Record<string, unknown>;

/** Until the write window is closed. */
export const closeWindow = () => vi.advanceTimersByTime(500);

export function createStorage() {
	const items = new Map<string, string>();
	return {
		getItem: vi.fn((name: string) => items.get(name) ?? null),
		setItem: vi.fn((name: string, text: string) => void items.set(name, text)),
		removeItem: vi.fn((name: string) => void items.delete(name)),
	};
}
