import { createHmac } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { FakeHookOptions } from "../../../src/testing/index.js";
import { closeWindow, createFake, createJoined, createStorage, page, useFakePage, write } from "./page.js";
import { createSite, pass, type Seen } from "./site.js";

useFakePage();

const HUMAN = { enum: "chatbot_paused:human" };

describe("what is told", () => {
	test("each change of the session data, whoever made it", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		write("0.42");
		closeWindow();
		write("start_chatbot");
		closeWindow();
		fake.pause();
		fake.setServerData("pause_chatbot");
		fake.drop();
		fake.setServerData("");
		fake.restore();
		await pass(fake, 0);
		expect(site.heard()).toEqual([
			{ enum: 0.42 },
			{ enum: "start_chatbot" },
			HUMAN,
			{ enum: "pause_chatbot" },
			{ enum: "" },
			// The reconnect.
			{ enum: "start_chatbot" },
		]);
	});

	test("only the keys that changed, in one hook for each message", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		page.$crisp.set("session:data", [
			[
				["plan", "pro"],
				["seats", 3],
			],
		]);
		closeWindow();
		page.$crisp.set("session:data", [
			[
				["plan", "pro"],
				["seats", 4],
			],
		]);
		closeWindow();
		await fake.hooks.settled();
		expect(site.heard()).toEqual([{ plan: "pro", seats: 3 }, { seats: 4 }]);
	});

	test("of several keys those that the server does not hold with that value", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		fake.setServerData("start_chatbot");
		const pairs = [
			["enum", "start_chatbot"],
			["plan", "pro"],
		];
		page.$crisp.set("session:data", [pairs]);
		closeWindow();
		await fake.hooks.settled();
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }, { plan: "pro" }]);
		expect(fake.serverValue).toBe("start_chatbot");
		expect(fake.enumLog).toHaveLength(1);
	});

	test("no value that the server holds by then, no click on a picker, and nothing of a write that is lost", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		fake.setServerData("start_chatbot");
		write("start_chatbot");
		closeWindow();
		page.$crisp.do("message:show", ["picker", { choices: [{ value: "enum:pause_chatbot" }] }]);
		fake.clickPicker("enum:pause_chatbot");
		fake.drop({ unnoticed: true });
		write("pause_chatbot");
		closeWindow();
		await fake.hooks.settled();
		expect(fake.wire).toHaveLength(2);
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }]);
	});

	test("another page's changes, by that page's hook alone", async () => {
		const storage = createStorage();
		const [one, other] = [createSite(), createSite()];
		const fakes = [one, other].map(({ send }) => createFake({ storage, hook: send }));
		fakes[1]?.pause();
		await Promise.all(fakes.map(({ hooks }) => hooks.settled()));
		expect(one.seen).toEqual([]);
		expect(other.heard()).toEqual([HUMAN]);
	});

	test("what happens after the page has gone", async () => {
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, delay: 300 } });
		fake.pause();
		fake.unload();
		fake.pause("schedule");
		await pass(fake, 300);
		expect(site.heard()).toEqual([HUMAN, { enum: "chatbot_paused:schedule" }]);
	});
});

describe("a website's hook", () => {
	test("is the envelope that Crisp posts, with the secret in the address", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		const at = Date.now();
		fake.pause();
		await fake.hooks.settled();
		const [{ url, method, headers, envelope }] = site.seen as [Seen];
		expect({ url, method, envelope }).toEqual({
			url: "http://localhost:3000/crisp-signals?secret=fake-crisp",
			method: "POST",
			envelope: {
				website_id: page.CRISP_WEBSITE_ID,
				event: "session:set_data",
				timestamp: at,
				data: { website_id: page.CRISP_WEBSITE_ID, session_id: fake.session, inbox_id: null, data: HUMAN },
			},
		});
		const names = ["Content-Type", "X-Crisp-Request-Timestamp", "X-Delivery-Attempt-Count", "X-Delivery-Attempt-Limit"];
		expect(names.map((name) => headers.get(name))).toEqual(["application/json", `${at}`, "1", "1"]);
		expect(headers.has("X-Crisp-Signature")).toBe(false);
	});

	test.each<[string, Partial<FakeHookOptions>, string]>([
		["another secret", { secret: "ä&b" }, "http://localhost:3000/crisp-signals?secret=%C3%A4%26b"],
		["no secret", { secret: "" }, "http://localhost:3000/crisp-signals"],
		["another path", { url: "/hooks?site=1" }, "http://localhost:3000/hooks?site=1&secret=fake-crisp"],
		["another server", { url: new URL("https://shop.example/") }, "https://shop.example/?secret=fake-crisp"],
	])("goes to the address of the options: %s", async (_, options, url) => {
		const site = createSite();
		const fake = createFake({ hook: { send: site.send, ...options } });
		fake.pause();
		await fake.hooks.settled();
		expect(site.seen[0]?.url).toBe(url);
	});

	test.each([["about:blank"], [undefined]])("goes to localhost from a page at %s", async (href) => {
		vi.stubGlobal("location", href && { href });
		const site = createSite();
		const fake = createFake({ hook: site.send });
		vi.unstubAllGlobals();
		fake.pause();
		await fake.hooks.settled();
		expect(site.seen[0]?.url).toBe("http://localhost/crisp-signals?secret=fake-crisp");
	});

	test("is not sent again, whatever the answer", async () => {
		const site = createSite(503);
		const fake = createJoined({ hook: site.send });
		fake.pause();
		await fake.hooks.settled();
		expect(vi.getTimerCount()).toBe(0);
		expect(fake.hooks.sent).toEqual([{ at: Date.now(), session: fake.session, data: HUMAN, attempt: 1, status: 503 }]);
	});
});

describe("a plugin's hook", () => {
	const signingSecret = "the plugin's signing secret";

	test("is signed, and has no secret in its address unless asked for", async () => {
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, signingSecret } });
		const both = createFake({ hook: { send: site.send, signingSecret, secret: "s" } });
		fake.pause();
		await fake.hooks.settled();
		both.pause();
		await both.hooks.settled();
		expect(site.seen.map(({ url }) => new URL(url).search)).toEqual(["", "?secret=s"]);
		const [{ headers, text }] = site.seen as [Seen];
		const timestamp = headers.get("X-Crisp-Request-Timestamp");
		const signature = createHmac("sha256", signingSecret).update(`[${timestamp};${text}]`).digest("hex");
		expect(timestamp).toBe(`${Date.now()}`);
		expect(headers.get("X-Crisp-Signature")).toBe(signature);
	});

	test("hooks are sent in the order of the changes, however long signing takes", async () => {
		const { subtle } = globalThis.crypto;
		const sign = subtle.sign.bind(subtle);
		let finishFirst = () => {};
		const isFirstSigned = new Promise<void>((resolve) => {
			finishFirst = resolve;
		});
		const slow = vi.spyOn(subtle, "sign").mockImplementationOnce(async (...args) => {
			await isFirstSigned;
			return sign(...args);
		});
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, signingSecret } });
		fake.pause();
		fake.setServerData("start_chatbot");
		// The second would be signed by now, if it did not wait.
		await sign(
			"HMAC",
			await subtle.importKey("raw", new Uint8Array(1), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
			new Uint8Array(1),
		);
		expect(site.seen).toEqual([]);
		finishFirst();
		await fake.hooks.settled();
		slow.mockRestore();
		expect(site.heard()).toEqual([HUMAN, { enum: "start_chatbot" }]);
	});

	test("is sent three times at most while the server fails, later each time", async () => {
		const site = createSite(503);
		const fake = createJoined({ hook: { send: site.send, signingSecret } });
		const at = Date.now();
		fake.pause();
		await pass(fake, 0);
		await pass(fake, 4_999);
		expect(site.seen).toHaveLength(1);
		await pass(fake, 1);
		await pass(fake, 9_999);
		expect(site.seen).toHaveLength(2);
		await pass(fake, 1);
		expect(vi.getTimerCount()).toBe(0);
		expect(fake.hooks.sent.map((entry) => [entry.at - at, entry.attempt, entry.status])).toEqual([
			[0, 1, 503],
			[5_000, 2, 503],
			[15_000, 3, 503],
		]);
		const header = (name: string) => site.seen.map(({ headers }) => headers.get(name));
		expect(header("X-Delivery-Attempt-Count")).toEqual(["1", "2", "3"]);
		expect(header("X-Delivery-Attempt-Limit")).toEqual(["3", "3", "3"]);
		expect(header("X-Crisp-Request-Timestamp")).toEqual([at, at + 5_000, at + 15_000].map(String));
		// When it happened, and not when it is told.
		expect(new Set(site.seen.map(({ text }) => text)).size).toBe(1);
		expect(site.seen[2]?.envelope.timestamp).toBe(at);
	});

	test.each([[204], [302], [401], [499]])("is not sent again after an answer of %i", async (status) => {
		const site = createSite(status);
		const fake = createJoined({ hook: { send: site.send, signingSecret } });
		fake.pause();
		await fake.hooks.settled();
		expect(vi.getTimerCount()).toBe(0);
		expect(fake.hooks.sent[0]?.status).toBe(status);
	});

	test("is sent again until it is taken, and others pass it by meanwhile", async () => {
		const site = createSite(500, 204);
		const fake = createJoined({ hook: { send: site.send, signingSecret } });
		fake.pause();
		await fake.hooks.settled();
		fake.setServerData("start_chatbot");
		await pass(fake, 60_000);
		expect(site.heard()).toEqual([HUMAN, { enum: "start_chatbot" }, HUMAN]);
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe("a hook on its way", () => {
	test("takes the delay of the options", async () => {
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, delay: 300 } });
		const at = Date.now();
		fake.pause();
		await pass(fake, 299);
		expect(site.seen).toEqual([]);
		await pass(fake, 1);
		expect(site.seen[0]?.envelope.timestamp).toBe(at);
		expect(fake.hooks.sent[0]?.at).toBe(at + 300);
	});

	test("can be late, so that the next one overtakes it", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		fake.hooks.next({ delay: 2_000 });
		fake.pause();
		fake.setServerData("start_chatbot");
		await pass(fake, 2_000);
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }, HUMAN]);
	});

	test("can be sent twice", async () => {
		const site = createSite();
		const fake = createJoined({ hook: site.send });
		fake.hooks.next({ twice: true });
		fake.pause();
		fake.setServerData("start_chatbot");
		await fake.hooks.settled();
		expect(site.heard()).toEqual([HUMAN, HUMAN, { enum: "start_chatbot" }]);
	});

	test("can be lost", async () => {
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, signingSecret: "s" } });
		fake.hooks.next({ lost: true });
		fake.pause();
		fake.setServerData("start_chatbot");
		await pass(fake, 60_000);
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }]);
	});

	test("has the fault that was asked for it, one change after the other", async () => {
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, delay: 100 } });
		fake.hooks.next({ lost: true });
		fake.hooks.next({ delay: 0 });
		fake.hooks.next({ delay: 200, twice: true });
		for (const reason of ["lost", "at once", "twice", "as ever"]) fake.pause(reason);
		await pass(fake, 1_000);
		const reasons = site.heard().map((data) => String(data.enum).slice("chatbot_paused:".length));
		expect(reasons).toEqual(["at once", "as ever", "twice", "twice"]);
	});

	test("cannot be asked for where no hook is set up", async () => {
		const fake = createJoined();
		fake.pause();
		expect(() => fake.hooks.next({ lost: true })).toThrow("Expected the option hook");
		expect(fake.hooks.sent).toEqual([]);
		await fake.hooks.settled();
	});
});
