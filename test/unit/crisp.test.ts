import { afterEach, describe, expect, it, vi } from "vitest";
import { findClient, findWebsite, isCrispMissing, readClient, write } from "../../src/crisp.js";
import { installCrisp, makeCrisp, onEachClient, pass, usePage } from "./helpers.js";

usePage();

const page = globalThis as { $crisp?: unknown; $__CRISP_INSTANCE?: unknown; CRISP_WEBSITE_ID?: unknown };

afterEach(() => {
	delete page.$crisp;
	delete page.$__CRISP_INSTANCE;
	delete page.CRISP_WEBSITE_ID;
});

/** A client with what `get` returns by the name, and by the key for session data. */
function createClient({ session = "session_1" as unknown, data = {} as unknown, value = null as unknown } = {}) {
	return {
		push: vi.fn(),
		get(name: string, key?: string) {
			if (name === "session:identifier") return session;
			if (name === "session:data") return key === undefined ? data : value;
			throw new Error(`Unexpected: ${name}`);
		},
	};
}

function addScript(src: string) {
	const script = document.createElement("script");
	// Only its address counts: a script of a test that loads nothing.
	script.type = "text/plain";
	script.setAttribute("src", src);
	document.body.append(script);
}

describe("Crisp's client", () => {
	const client = createClient();

	it.each([
		["nothing", undefined],
		["the snippet's array", []],
		["null", null],
		["an element with that id", document.createElement("div")],
		["a client without `get`", { push() {} }],
	])("is not there where $crisp is %s", (_, value) => {
		page.$crisp = value;
		expect(findClient()).toBeUndefined();
	});

	it("is $crisp once that has `get`", () => {
		page.$crisp = client;
		page.$__CRISP_INSTANCE = createClient();
		expect(findClient()).toBe(client);
	});

	it.each([["an array"], ["gone"]])("is the one under its second name where $crisp is %s", (is) => {
		if (is === "an array") page.$crisp = [];
		page.$__CRISP_INSTANCE = client;
		expect(findClient()).toBe(client);
	});

	it("is looked up each time", () => {
		page.$crisp = client;
		findClient();
		page.$crisp = [];
		expect(findClient()).toBeUndefined();
	});
});

it("the website is known once the snippet has run", () => {
	expect(findWebsite()).toBeUndefined();
	makeCrisp().install();
	expect(findWebsite()).toBe("fake-crisp");
});

describe("Crisp is missing", () => {
	const SRC = "https://client.crisp.chat/l.js";

	it("where the snippet's array and its script are on the page", () => {
		page.$crisp = [];
		addScript(SRC);
		expect(isCrispMissing()).toBe(true);
	});

	it("also where an element of the page stands in the place of the document's method", () => {
		page.$crisp = [];
		addScript(SRC);
		vi.spyOn(document, "querySelector").mockImplementation(() => {
			throw new TypeError("document.querySelector is not a function");
		});
		expect(isCrispMissing()).toBe(true);
	});

	it.each([
		["there is another script only", [], "https://shop.example/crisp.js", undefined],
		["the snippet has not run", undefined, SRC, undefined],
		["the client is there", createClient(), SRC, undefined],
		["the client is there under its second name", [], SRC, createClient()],
	])("not where %s", (_, $crisp, src, instance) => {
		page.$crisp = $crisp;
		if (instance) page.$__CRISP_INSTANCE = instance;
		addScript(src);
		expect(isCrispMissing()).toBe(false);
	});
});

describe("what is read from a client", () => {
	it.each([
		[null, ""],
		[undefined, ""],
		["", ""],
		["start_chatbot", "start_chatbot"],
		[0.42, "0.42"],
		[0, "0"],
		[true, "true"],
		[false, "false"],
	])("is text: for %j it is %j", (value, text) => {
		expect(readClient(createClient({ value }), "enum")?.value).toBe(text);
	});

	it("is nothing before it has joined its session, or where it throws", () => {
		expect(readClient(createClient({ session: null }), "enum")).toBeUndefined();
		const broken = { push() {}, get: () => JSON.parse("") };
		expect(readClient(broken, "enum")).toBeUndefined();
	});

	it("names the client and the session, as text", () => {
		const client = createClient({ session: 7 });
		expect(readClient(client, "enum")).toMatchObject({ client, session: "7" });
	});

	it("has the client's own data where that is live", () => {
		const data = { enum: "x" };
		expect(readClient(createClient({ data }), "enum")?.data).toBe(data);
	});

	it.each([[null], [7], ["text"], [() => {}]])("has no data where the client has %s", (data) => {
		expect(readClient(createClient({ data }), "enum")?.data).toBeUndefined();
	});

	it("has no data where the client hands out copies", () => {
		const client = { ...createClient(), get: (name: string) => (name === "session:identifier" ? "session_1" : {}) };
		expect(readClient(client, "enum")?.data).toBeUndefined();
	});

	onEachClient(() => {
		it("is what the fake holds, under the key alone", async () => {
			await installCrisp();
			const client = window.$crisp;
			expect(readClient(client, "enum")?.value).toBe("");
			write(client, "enum", "0.42");
			write(client, "other", "x");
			await pass(500);
			expect(readClient(client, "enum")?.value).toBe("0.42");
		});
	});
});

describe("a write", () => {
	const COMMAND = ["set", "session:data", [[["enum", "start_chatbot"]]]];

	it("is nested, as Crisp itself writes", () => {
		const client = createClient();
		write(client, "enum", "start_chatbot");
		expect(client.push.mock.calls).toEqual([[COMMAND]]);
	});

	it("goes by `push` alone where that works", () => {
		const client = { ...createClient(), set: vi.fn() };
		write(client, "enum", "start_chatbot");
		expect(client.set).not.toHaveBeenCalled();
	});

	it("goes by `set` where `push` is broken, and throws what that throws, or `push` where there is no `set`", () => {
		const set = vi.fn();
		const fail = (message: string) => () => {
			throw new Error(message);
		};
		const client = { ...createClient(), push: fail("no push") };
		write({ ...client, set }, "enum", "0.42");
		expect(set.mock.calls).toEqual([["session:data", [[["enum", "0.42"]]]]]);
		expect(() => write({ ...client, set: fail("no set") }, "enum", "0.42")).toThrow("no set");
		expect(() => write(client, "enum", "0.42")).toThrow("no push");
	});
});
