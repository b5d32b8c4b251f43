import type * as Signals from "../../src/index.js";
import type { FakeCrisp } from "../../src/testing/index.js";

declare global {
	/** What the pages of test/browser/pages/ offer to the tests. */
	interface Window {
		signals: typeof Signals;
		fakeCrisp: FakeCrisp;
		isReady: boolean;
		/** Loads a built file on a page that has been opened without. */
		loadSignals: (artifact: string) => Promise<void>;
		findShop: () => Window;
		/** Moves a clock that stands still on by so many ms. */
		pass: (ms: number) => Promise<void>;
		/** Uncaught errors and rejections. */
		errors: string[];
		consoleErrors: string[];
		/** `persisted` of each `pageshow`. */
		shows: boolean[];
		/** Each event stream that the page has opened. */
		streams: (EventSource & { heard: string[] })[];
		/** Those that run. */
		timers: Set<number>;
		/** Runs the block of README or a guide that is a module of this app, whose exports are then `block`. */
		runBlock: () => Promise<unknown>;
		/** Renders the component of that block. */
		render: (root: Element | null) => void;
		/** Takes the component of a recipe off the page. */
		unmount: () => void;
		/** Of the component of a recipe: what it has subscribed to and not undone. */
		subscriptions: number;
		/** For what a journey wants to remember on its page. */
		notes: unknown[];
	}
	var signals: Window["signals"];
	var fakeCrisp: Window["fakeCrisp"];
	/** The site's own use of Crisp, on sdk-web.html. */
	var Crisp: typeof import("crisp-sdk-web").Crisp;
	/** The duplicate of this tab. */
	var twin: Window;
	var loadModule: (path: string) => Promise<Record<string, unknown>>;
	var loadCopy: () => Promise<typeof Signals>;
	var notes: Window["notes"];
	var errors: Window["errors"];
	var consoleErrors: Window["consoleErrors"];
	var streams: Window["streams"];
	var timers: Window["timers"];
	var shows: Window["shows"];
}
