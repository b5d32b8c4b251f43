import { describe, expect, it } from "vitest";
import { judge } from "../bench/delivery.mjs";
import { makeTable, readTable } from "../bench/measured-table.mjs";
import { readReport } from "../bench/report.mjs";
import { summarize } from "../bench/statistics.mjs";
import { readText } from "./pages.js";

const readSizes = () => {
	const rows: { id: string; bytes: Record<string, number> }[] = readReport("bytes").rows;
	return Object.fromEntries(rows.map(({ id, bytes }) => [id, bytes]));
};
const kB = (bytes = 0) => (bytes / 1000).toFixed(1);

const README = readText("README.md");

describe("the figures of the benchmark", () => {
	it("in the guide's table are those of the last run", () => {
		expect(readTable(readText("docs/measured.md"))).toBe(makeTable().trim());
	});

	it("are the sizes that README names", () => {
		const { threeFunctions, scriptTag } = readSizes();
		const measured = [threeFunctions, scriptTag].map((bytes) => bytes?.["crisp-signals"] ?? 0);
		const named = [...README.matchAll(/([\d.]+) kB/g)].map(([, size]) => size);
		expect(named).toEqual(measured.map(kB));
	});
});

describe("the times that are named", () => {
	const rows: { id: string; ms: Record<string, { median: number }> }[] = readReport("latency").rows;
	const secondsOf = (id: string, name = "crisp-signals") => {
		const median = rows.find((row) => row.id === id)?.ms[name]?.median ?? Number.NaN;
		return `${(median / 1000).toFixed(1)} s`;
	};

	it.each([
		["README.md", /resolves when[^.]* after about ([\d.]+ s)/],
		["docs/how-delivery-works.md", /From the call to `resolved` it takes about ([\d.]+ s)/],
		["docs/from-the-snippet.md", /its promise resolves after ([\d.]+ s)/],
	])("in %s until a promise resolves is that of the last run", (path, pattern) => {
		expect(readText(path).match(pattern)?.[1]).toBe(secondsOf("promise"));
	});

	it("in the guide for those who come from the snippet are those of the last run", () => {
		const [, snippet, library] =
			readText("docs/from-the-snippet.md").match(/Enum is told[^|]*\| ([\d.]+ s) \| ([\d.]+ s)/) ?? [];
		expect([snippet, library]).toEqual([secondsOf("one", "plain snippet"), secondsOf("one")]);
	});

	it("in the docstring of startChatbot is that of the last run", () => {
		const [, ms] = readText("src/index.ts").match(/after about ([\d,]+) ms where Crisp/) ?? [];
		expect(`${Number(ms?.replace(",", "")) / 1000} s`).toBe(secondsOf("promise"));
	});
});

describe("the benchmark", () => {
	const by = (by: string) => (value: unknown) => ({ by, value });
	const client = by("client");
	const enumPauses = by("enum")("chatbot_paused:human");
	const START = "start_chatbot";
	const PAUSE = "pause_chatbot";

	it("tells what was delivered, lost, told twice, and told over a human", () => {
		expect(judge([START], [client(0.5), client(START)])).toBe("delivered");
		expect(judge([START, PAUSE], [client(PAUSE)])).toBe("lost");
		expect(judge([START, PAUSE], [START, PAUSE, START].map(client))).toBe("toldTwice");
		expect(judge([START], [client(START), enumPauses, client(START)])).toBe("overHuman");
	});

	it("takes what the session held before for no signal of the page", () => {
		expect(judge([START], [by("server")(START)])).toBe("lost");
		expect(judge([START], [by("server")(START), client(0.5), client(START)])).toBe("delivered");
	});

	it("shows the median, and where the middle half of the measurements lies", () => {
		expect(summarize([5, 1, 2, 4, 1000])).toEqual({ median: 4, low: 2, high: 5, runs: 5 });
	});
});
