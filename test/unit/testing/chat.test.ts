import { describe, expect, test, vi } from "vitest";
import { createFake, createJoined, page, useFakePage } from "./page.js";

useFakePage();

type Choice = ReturnType<typeof choice>;

const choice = (value: string) => ({ value, label: value, selected: false });

const show = (...values: string[]) =>
	page.$crisp.push(["do", "message:show", ["picker", { id: "p", text: "Human?", choices: values.map(choice) }]]);

describe("events", () => {
	test("a second on replaces the first handler", () => {
		const fake = createJoined();
		const [first, second] = [vi.fn(), vi.fn()];
		page.$crisp.on("chat:opened", first);
		page.$crisp.push(["on", "chat:opened", second]);
		page.$crisp.do("chat:open");
		expect(first).not.toHaveBeenCalled();
		expect(second).toHaveBeenCalledTimes(1);
		expect(fake.handlers).toEqual(["chat:opened"]);
	});

	test("off takes the name only and removes whoever is there", () => {
		const fake = createJoined();
		page.$crisp.on("chat:opened", () => {});
		page.$crisp.on("chat:closed", () => {});
		page.$crisp.off("chat:opened");
		expect(fake.handlers).toEqual(["chat:closed"]);
		page.$crisp.push(["off", "chat:closed"]);
		expect(fake.handlers).toEqual([]);
	});

	test("the names are those of Crisp's documentation", () => {
		const fake = createJoined();
		const names = [
			"session:loaded",
			"chat:initiated",
			"chat:opened",
			"chat:closed",
			"message:sent",
			"message:received",
			"message:compose:sent",
			"message:compose:received",
			"user:email:changed",
			"user:phone:changed",
			"user:nickname:changed",
			"user:avatar:changed",
			"website:availability:changed",
			"helpdesk:queried",
		];
		for (const name of names) page.$crisp.on(name, () => {});
		expect(fake.handlers).toEqual(names);
	});

	test("unknown names, and handlers that are no functions, are ignored", () => {
		const fake = createJoined();
		page.$crisp.on("session:data:changed", () => {});
		page.$crisp.on("chat:opened", "handler");
		expect(fake.handlers).toEqual([]);
	});
});

describe("the chat", () => {
	test("opening and closing it fires once each, and chat:initiated the first time only", () => {
		createJoined();
		const fired: string[] = [];
		for (const name of ["chat:initiated", "chat:opened", "chat:closed"]) page.$crisp.on(name, () => fired.push(name));
		const actions = ["chat:close", "chat:open", "chat:open", "chat:close", "chat:close", "chat:open"];
		for (const action of actions) page.$crisp.push(["do", action]);
		expect(fired).toEqual(["chat:initiated", "chat:opened", "chat:closed", "chat:opened"]);
	});

	test("is knows whether it is open", () => {
		createJoined();
		expect(page.$crisp.is("chat:opened")).toBe(false);
		expect(page.$crisp.is("chat:closed")).toBe(true);
		page.$crisp.do("chat:open");
		expect(page.$crisp.is("chat:opened")).toBe(true);
		expect(page.$crisp.is("chat:closed")).toBe(false);
		expect(page.$crisp.is("chat:visible")).toBe(false);
	});

	test("message:send fires message:sent", () => {
		createJoined();
		const sent = vi.fn();
		page.$crisp.on("message:sent", sent);
		page.$crisp.do("message:send", ["text", "Hi"]);
		const message = { type: "text", content: "Hi", from: "user", origin: "chat", is_me: true, timestamp: Date.now() };
		expect(sent.mock.calls).toEqual([[message]]);
	});

	test("message:show fires message:received with what an operator seems to have said", () => {
		createJoined();
		const received = vi.fn();
		page.$crisp.on("message:received", received);
		page.$crisp.do("message:show", ["text", "Hi"]);
		const message = { type: "text", content: "Hi", from: "operator", origin: "local", is_me: false };
		expect(received.mock.calls).toEqual([[{ ...message, timestamp: Date.now() }]]);
	});

	test("a message without content fires too", () => {
		createJoined();
		const sent = vi.fn();
		page.$crisp.on("message:sent", sent);
		page.$crisp.do("message:send");
		expect(sent).toHaveBeenCalledWith(expect.objectContaining({ type: undefined, content: undefined }));
	});

	test("other actions do nothing", () => {
		const fake = createJoined();
		const fired = vi.fn();
		for (const name of ["chat:opened", "chat:closed", "message:sent", "message:received"]) page.$crisp.on(name, fired);
		page.$crisp.do("chat:show");
		page.$crisp.do("message:read", ["text", "Hi"]);
		expect(fired).not.toHaveBeenCalled();
		expect(fake.handlers).toHaveLength(4);
	});
});

describe("pickers", () => {
	test("a click goes to the server with that choice selected", () => {
		const fake = createJoined();
		show("enum:start_chatbot", "no");
		fake.clickPicker("no");
		const choices = [choice("enum:start_chatbot"), { ...choice("no"), selected: true }];
		expect(fake.wire).toEqual([
			{ at: Date.now(), session: fake.session, data: { id: "p", text: "Human?", choices }, reason: "picker" },
		]);
		expect(fake.told).toEqual([]);
	});

	test("the button ids of Enum are told as commands, and Enum's key does not change", () => {
		const fake = createJoined();
		const others = ["enum:start_chatbot_x", "x_enum:start_chatbot", "start_chatbot"];
		show("enum:start_chatbot", "enum:pause_chatbot", ...others);
		fake.clickPicker("enum:pause_chatbot");
		fake.clickPicker("enum:start_chatbot");
		for (const other of others) fake.clickPicker(other);
		expect(fake.told).toEqual(["pause_chatbot", "start_chatbot"]);
		expect(fake.enumLog).toEqual([]);
	});

	test("message:received is called when it is shown, and again with origin update", () => {
		const fake = createJoined();
		const received = vi.fn();
		page.$crisp.on("message:received", received);
		show("yes");
		fake.clickPicker("yes");
		const message = { type: "picker", from: "operator", is_me: false, timestamp: Date.now() };
		const content = { id: "p", text: "Human?" };
		expect(received.mock.calls).toEqual([
			[{ ...message, origin: "local", content: { ...content, choices: [choice("yes")] } }],
			[{ ...message, origin: "update", content: { ...content, choices: [{ ...choice("yes"), selected: true }] } }],
		]);
	});

	test("each click selects one choice of one picker alone", () => {
		const fake = createJoined();
		show("other");
		show("yes", "no");
		fake.clickPicker("yes");
		fake.clickPicker("no");
		fake.clickPicker("other");
		expect(fake.wire.map(({ data }) => (data.choices as Choice[]).map(({ selected }) => selected))).toEqual([
			[true, false],
			[false, true],
			[true],
		]);
	});

	test("the newest picker with the choice is the one that is clicked", () => {
		const fake = createJoined();
		show("yes");
		show("yes", "no");
		show("maybe");
		fake.clickPicker("yes");
		expect(fake.wire.map(({ data }) => data.choices)).toEqual([[{ ...choice("yes"), selected: true }, choice("no")]]);
	});

	test.each([
		[undefined],
		["text"],
		[["text", "yes"]],
		[["text", { choices: [choice("yes")] }]],
		[["picker"]],
		[["picker", { choices: "yes" }]],
	])("message:show with %j shows no picker", (args) => {
		const fake = createJoined();
		page.$crisp.do("message:show", args);
		expect(() => fake.clickPicker("yes")).toThrow('"yes"');
	});

	test("a click without a client throws", () => {
		expect(() => createFake().clickPicker("yes")).toThrow("Expected a shown picker");
	});

	test("a click while the connection is lost is lost", () => {
		const fake = createJoined();
		show("yes");
		fake.drop();
		fake.clickPicker("yes");
		expect(fake.wire).toEqual([]);
	});

	test("a click is lost with socket: false too, and before the session is joined", () => {
		for (const [options, ms] of [
			[{ socket: false }, 500],
			[{}, 499],
		] as const) {
			const fake = createFake(options);
			fake.install();
			vi.advanceTimersByTime(ms);
			show("yes");
			fake.clickPicker("yes");
			expect(fake.wire).toEqual([]);
			fake.unload();
		}
	});

	test("a reset takes the pickers away", () => {
		const fake = createJoined();
		show("yes");
		page.$crisp.do("session:reset");
		expect(() => fake.clickPicker("yes")).toThrow("Expected a shown picker");
	});
});
