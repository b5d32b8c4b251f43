import { findCrisp } from "../crisp.js";

/** What a signal waits for whose turn it is, and that has not set out. For a person who debugs. */
export function describeWait(): string {
	if (!findCrisp()) return "Crisp";
	return navigator.onLine === false ? "the line" : "the session";
}
