import type { Signal } from "./signals.js";

/**
 * Why a signal was not delivered. Codes are stable across minor versions, messages are not.
 *
 * - `TIMEOUT`: Crisp was there, but did not take the signal in time.
 * - `CRISP_UNAVAILABLE`: Crisp never loaded: blocked, or no consent.
 * - `ABORTED`: the caller's `AbortSignal` fired; its reason is the `cause`.
 * - `WRITE_FAILED`: Crisp threw; what it threw is the `cause`.
 * - `NOT_IN_BROWSER`: there is no page here, as in server-side rendering.
 *
 * @example
 * const texts: Partial<Record<SignalErrorCode, string>> = { CRISP_UNAVAILABLE: "Your browser blocks our chat." };
 */
export type SignalErrorCode = "TIMEOUT" | "CRISP_UNAVAILABLE" | "ABORTED" | "WRITE_FAILED" | "NOT_IN_BROWSER";

/**
 * What a signal's promise rejects with. Enum was not told the signal, and never will be by that call. `instanceof` holds for
 * the errors of each copy of the library on the page.
 *
 * @example
 * startChatbot().catch((error) => {
 *   if (error instanceof SignalError && error.code === "CRISP_UNAVAILABLE") location.assign("/contact");
 * });
 */
export class SignalError extends Error {
	/** Always `"SignalError"`. */
	override readonly name = "SignalError";
	/** Semver-stable reason. */
	readonly code: SignalErrorCode;
	/** The signal that was not delivered. */
	readonly signal: Signal;
	/** What lies behind it: the abort reason, or what Crisp threw. */
	override readonly cause: unknown;

	/**
	 * Made by the library; public for tests of what handles it.
	 *
	 * @param waitedFor stands in the message of a `TIMEOUT`: what the signal waited for in the end.
	 */
	constructor(code: SignalErrorCode, signal: Signal, cause?: unknown, waitedFor?: string) {
		super(
			`${signal} was not delivered: ${code}${code === "TIMEOUT" && waitedFor ? ` while it waited for ${waitedFor}` : ""}`,
		);
		this.code = code;
		this.signal = signal;
		this.cause = cause;
	}

	/** Each copy of the library has a class of its own. */
	static override [Symbol.hasInstance](value: unknown): boolean {
		return (value as Partial<SignalError> | null)?.name === "SignalError";
	}
}
