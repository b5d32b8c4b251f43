import { element } from "./element.js";
import { format } from "./format.js";

const COLUMNS = {
	relays: ["Relays", (text) => text],
	streams: ["Streams", (count) => count.toLocaleString("en")],
	bytesPerStream: ["Memory of a stream", (bytes) => format(bytes, "bytes")],
	hooksPerSecond: ["Hooks a second", (count) => count.toLocaleString("en", { maximumSignificantDigits: 2 })],
	p50Ms: ["From hook to page", (ms) => format(ms, "ms")],
	p99Ms: ["99 of 100 within", (ms) => format(ms, "ms")],
};

/** The relay has nothing to stand beside: a plain table. */
export function createRelayTable({ results }) {
	const columns = Object.entries(COLUMNS);
	const head = columns.map(([, [title]]) => element("th", { scope: "col" }, title));
	const rows = results.map((result) => columns.map(([name, [, show]]) => element("td", {}, show(result[name]))));
	return element("table", {}, ...[head, ...rows].map((cells) => element("tr", {}, ...cells)));
}
