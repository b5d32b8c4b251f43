import { findCrisp } from "../crisp.js";

/** For a log: what keeps the signal whose turn it is from setting out. */
export function describeWait(): string {
	if (!findCrisp()) return "Crisp";
	return navigator.onLine === false ? "the line" : "the session";
}
