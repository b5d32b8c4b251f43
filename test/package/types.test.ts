import { beforeAll, describe, expect, it } from "vitest";
import { openConsumer } from "./consumer.js";

const VERSIONS = ["5.4", "5.9", "6"];

/** What each version compiles, by what it shows. */
const PROJECTS = {
	"finds the types of each entry, in ESM and CJS, by node16": ["node16", "usage.mts", "usage.cts"],
	"finds the types of each entry, in ESM and CJS, by nodenext": ["nodenext", "usage.mts", "usage.cts"],
	"finds the types of each entry by bundler": ["bundler", "usage.mts"],
	"takes a site's own declaration of window.$crisp": ["bundler", "own-global.mts"],
	// By bundler only: crisp-sdk-web's own types do not compile by Node's resolution, as they import "./chat" without ".js".
	"takes crisp-sdk-web imported first": ["bundler", "sdk-web-first.mts"],
	"takes crisp-sdk-web imported last": ["bundler", "sdk-web-last.mts"],
};

describe.each(VERSIONS)("TypeScript %s", (version) => {
	/** What is wrong with each project. */
	let complaints: string[];

	beforeAll(async () => {
		const projects = Object.values(PROJECTS).map(([moduleResolution, ...files]) => ({ moduleResolution, files }));
		const consumer = openConsumer("types");
		complaints = JSON.parse(await consumer.node("compile.cjs", `typescript-${version}`, JSON.stringify(projects)));
	});

	it.each(Object.keys(PROJECTS).map((title, index) => [title, index] as const))("%s", (_title, index) => {
		expect(complaints[index]).toBe("");
	});
});
