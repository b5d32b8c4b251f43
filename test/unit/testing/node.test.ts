// @vitest-environment node
import { expect, test } from "vitest";
import { createFakeCrisp } from "../../../src/testing/index.js";

const names = () => Object.keys(globalThis).filter((name) => /crisp/i.test(name));

test("in Node without a DOM a client loads, joins and ends", async () => {
	const before = Object.keys(globalThis);
	const crisp = createFakeCrisp({ loadDelay: 1, sessionDelay: 1, joinDelay: 1 });
	crisp.install();
	await new Promise<void>((resolve) => crisp.onChange(() => crisp.isJoined && resolve()));
	crisp.uninstall();
	expect(Object.keys(globalThis)).toEqual(before);
});

test("in Node without a DOM a blocked Crisp is the array alone", () => {
	const crisp = createFakeCrisp({ blocked: true });
	crisp.install();
	expect(names()).toEqual(["$crisp", "CRISP_WEBSITE_ID"]);
	crisp.uninstall();
	expect(names()).toEqual([]);
});
