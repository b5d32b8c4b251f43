import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type Consumer, openConsumer } from "./consumer.js";

let consumer: Consumer;
beforeAll(() => {
	consumer = openConsumer("test-runners");
});

const runVitest = (name: string, ...args: string[]) =>
	consumer.node(join(inject("toolsFolder"), "node_modules", name, "vitest.mjs"), "run", ...args);

describe("a site's own tests play its journeys with the fake Crisp", () => {
	it("in Jest (CJS) with jsdom", async () => {
		expect(await consumer.tool("jest", "--ci")).toMatch(/Tests: +10 passed, 10 total/);
	});

	it("in Vitest with happy-dom and with jsdom", async () => {
		expect(await runVitest("vitest")).toMatch(/Tests +20 passed \(20\)/);
	});

	it("in Vitest 2, whose fake timers leave performance alone", async () => {
		expect(await runVitest("vitest-2", "--config", "vitest-2.config.mjs")).toMatch(/Tests +9 passed \(9\)/);
	});

	it("in Node with the globals of jsdom, on the clocks of node:test and sinon", async () => {
		expect(await consumer.node("journeys.node.mjs")).toContain("All journeys are over\n");
	});
});

it("lets Node end by itself after uninstall(), where window and document are jsdom's and time is real", async () => {
	expect(await consumer.node("ends.node.mjs")).toBe("start_chatbot pause_chatbot\nhuman\nABORTED\n");
});
