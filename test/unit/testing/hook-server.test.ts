import { describe, expect, test, vi } from "vitest";
import { createJoined, useFakePage } from "./page.js";
import { createSite, pass } from "./site.js";

useFakePage();

describe("a server", () => {
	test.each<[string, () => Promise<Response>]>([
		["rejects", () => Promise.reject(new Error("No route\nto host"))],
		[
			"throws",
			() => {
				throw new Error("No route\nto host");
			},
		],
	])("that %s is one line on the console, and gets the next hook", async (_, fail) => {
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		const send = vi.fn<(request: Request) => Promise<Response>>();
		send.mockImplementationOnce(fail).mockImplementation(createSite().send);
		const fake = createJoined({ hook: send });
		fake.pause();
		fake.setServerData("start_chatbot");
		await fake.hooks.settled();
		expect(log.mock.calls).toEqual([["A web hook of the fake Crisp failed: Error: No route"]]);
		log.mockRestore();
		expect(fake.hooks.sent.map(({ data, status }) => [data.enum, status])).toEqual([
			["chatbot_paused:human", undefined],
			["start_chatbot", 204],
		]);
		expect(fake.told).toEqual(["start_chatbot"]);
	});

	test("that rejects gets a plugin's hook again", async () => {
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		const site = createSite();
		const send = vi.fn(site.send).mockRejectedValueOnce(new Error("No route"));
		const fake = createJoined({ hook: { send, signingSecret: "s" } });
		fake.pause();
		await fake.hooks.settled();
		await pass(fake, 5_000);
		log.mockRestore();
		expect(fake.hooks.sent.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, undefined],
			[2, 204],
		]);
	});

	test("that cannot be reached at all, because a hook cannot be signed, does not hold up the others", async () => {
		const log = vi.spyOn(console, "error").mockImplementation(() => {});
		vi.spyOn(globalThis.crypto.subtle, "importKey").mockRejectedValueOnce(new Error("No key"));
		const site = createSite();
		const fake = createJoined({ hook: { send: site.send, signingSecret: "s" } });
		fake.pause();
		fake.setServerData("start_chatbot");
		await fake.hooks.settled();
		expect(log.mock.calls).toEqual([["A web hook of the fake Crisp failed: Error: No key"]]);
		vi.restoreAllMocks();
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }]);
	});

	test("that changes something itself is waited for until it has heard of that too", async () => {
		const site = createSite();
		/** A bot, which answers by Crisp's REST API. */
		function send(request: Request) {
			if (fake.serverValue === "start_chatbot") return site.send(request);
			fake.setServerData("start_chatbot");
			return new Response();
		}
		// Signing takes longer than the first answer.
		const fake = createJoined({ hook: { send, signingSecret: "s" } });
		fake.pause();
		await fake.hooks.settled();
		expect(site.heard()).toEqual([{ enum: "start_chatbot" }]);
	});

	test("that does not answer holds up no other hook", async () => {
		const site = createSite();
		const send = vi.fn(site.send).mockReturnValueOnce(new Promise<never>(() => {}));
		const fake = createJoined({ hook: send });
		fake.pause();
		fake.setServerData("start_chatbot");
		await vi.waitFor(() => expect(site.heard()).toEqual([{ enum: "start_chatbot" }]));
		expect(fake.hooks.sent.map(({ status }) => status)).toEqual([undefined, 204]);
	});
});
