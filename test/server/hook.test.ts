import { describe, expect, it, onTestFinished } from "vitest";
import {
	buildEnvelope,
	buildSignedHook,
	buildWebsiteHook,
	type Hook,
	PAUSE,
	postHook,
	SECRET,
	SESSION,
	SIGNING_SECRET,
	sign,
	tell,
} from "./hook.js";
import { openPage } from "./page.js";
import { startRelay } from "./start-relay.js";

const json = JSON.stringify;

/** A signed hook whose envelope was changed before. */
function signedWith(change: (envelope: ReturnType<typeof buildEnvelope>) => void): Hook {
	const envelope = buildEnvelope();
	change(envelope);
	return buildSignedHook(json(envelope));
}

const withHeader = (hook: Hook, name: string, text: string): Hook => ({
	...hook,
	headers: { ...hook.headers, [name]: text },
});

function withoutHeader(hook: Hook, name: string): Hook {
	const { [name]: _, ...headers } = hook.headers;
	return { ...hook, headers };
}

describe("a hook that is right", () => {
	it.each([
		["signed", buildSignedHook],
		["with the secret in its address", buildWebsiteHook],
		["with a charset", () => withHeader(buildSignedHook(), "Content-Type", "application/json; charset=utf-8")],
		[
			"with a signature in capitals",
			() => {
				const hook = buildSignedHook();
				return withHeader(hook, "X-Crisp-Signature", (hook.headers["X-Crisp-Signature"] ?? "").toUpperCase());
			},
		],
		[
			"with a timestamp header in another unit",
			() => {
				const body = json(buildEnvelope());
				return {
					...buildSignedHook(body),
					headers: { "Content-Type": "application/json", ...sign(body, "1700000000") },
				};
			},
		],
		["whose JSON is written another way", () => buildSignedHook(json(buildEnvelope(), null, "\t"))],
	])("is told: %s", async (_, build) => {
		const { url, lines } = await startRelay();
		const page = await openPage(url);
		const response = await postHook(url, build());
		expect([response.status, await response.text()]).toEqual([204, ""]);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		expect(lines).toEqual([]);
	});

	it.each(["first", "second"])("is told with the %s of two secrets and of two signing secrets", async (place) => {
		const order = <T>(own: T, other: T) => (place === "first" ? [own, other] : [other, own]);
		const { url } = await startRelay({
			secret: order(SECRET, "an older one"),
			signingSecret: order(SIGNING_SECRET, "an older one"),
		});
		expect((await postHook(url, buildSignedHook())).status).toBe(204);
		expect((await postHook(url, buildWebsiteHook())).status).toBe(204);
	});
});

describe("a hook with one thing broken", () => {
	const signed = buildSignedHook;
	it.each<[string, number, () => Hook]>([
		[
			"a signature by another secret",
			401,
			() => withHeader(signed(), "X-Crisp-Signature", sign(json(buildEnvelope()), "1", "x")["X-Crisp-Signature"] ?? ""),
		],
		["no signature", 401, () => withoutHeader(signed(), "X-Crisp-Signature")],
		["an empty signature", 401, () => withHeader(signed(), "X-Crisp-Signature", "")],
		["a signature that is no hex", 401, () => withHeader(signed(), "X-Crisp-Signature", "z".repeat(64))],
		[
			"half a signature",
			401,
			() => withHeader(signed(), "X-Crisp-Signature", signed().headers["X-Crisp-Signature"]?.slice(0, 32) ?? ""),
		],
		[
			"another timestamp than was signed",
			401,
			() => withHeader(signed(), "X-Crisp-Request-Timestamp", "1700000000000"),
		],
		["no timestamp header", 401, () => withoutHeader(signed(), "X-Crisp-Request-Timestamp")],
		[
			"another body than was signed",
			401,
			() => ({ ...signed(), body: json(buildEnvelope({ value: "start_chatbot" })) }),
		],
		[
			"a signature that is wrong beside a secret that is right",
			401,
			() => ({ ...withHeader(signed(), "X-Crisp-Signature", "0".repeat(64)), query: buildWebsiteHook().query }),
		],
		["another secret", 401, () => ({ ...buildWebsiteHook(), query: "?secret=guess" })],
		["an empty secret", 401, () => ({ ...buildWebsiteHook(), query: "?secret=" })],
		["no secret", 401, () => ({ ...buildWebsiteHook(), query: "" })],
		["the start of the secret", 401, () => ({ ...buildWebsiteHook(), query: `?secret=${SECRET.slice(0, -1)}` })],
		["another content type", 415, () => withHeader(signed(), "Content-Type", "text/plain")],
		["a content type that only begins like JSON", 415, () => withHeader(signed(), "Content-Type", "application/jsonp")],
		["no JSON", 400, () => signed("enum=start_chatbot")],
		["nothing in it", 400, () => signed("")],
		["bytes that are not UTF-8", 400, () => signed(Buffer.from(json(buildEnvelope({ session: "é" })), "latin1"))],
		["a list for an envelope", 400, () => signed("[]")],
		["null for an envelope", 400, () => signed("null")],
		["an event that is no text", 400, () => signedWith((hook) => Object.assign(hook, { event: 1 }))],
		["no data", 400, () => signedWith((hook) => Object.assign(hook, { data: undefined }))],
		["data that is a list", 400, () => signedWith((hook) => Object.assign(hook, { data: [] }))],
		["no session id", 400, () => signedWith((hook) => Object.assign(hook.data as object, { session_id: undefined }))],
		["an empty session id", 400, () => signedWith((hook) => Object.assign(hook.data as object, { session_id: "" }))],
		[
			"a session id that is a number",
			400,
			() => signedWith((hook) => Object.assign(hook.data as object, { session_id: 7 })),
		],
		[
			"session data that is a text",
			400,
			() => signedWith((hook) => Object.assign(hook.data as object, { data: "enum" })),
		],
		["no timestamp", 400, () => signedWith((hook) => Object.assign(hook, { timestamp: undefined }))],
		[
			"a timestamp that is a text",
			400,
			() => signedWith((hook) => Object.assign(hook, { timestamp: `${Date.now()}` })),
		],
		[
			"a timestamp that is no whole number",
			400,
			() => signedWith((hook) => Object.assign(hook, { timestamp: Date.now() + 0.5 })),
		],
		["a negative timestamp", 400, () => signedWith((hook) => Object.assign(hook, { timestamp: -1 }))],
		[
			"a timestamp that is too large to be one",
			400,
			() => signedWith((hook) => Object.assign(hook, { timestamp: 1e300 })),
		],
		["a megabyte", 413, () => signed(json(buildEnvelope({ value: "x".repeat(1e6) })))],
	])("is refused in one plain line, and told nobody: %s", async (_, status, build) => {
		const { url, lines } = await startRelay();
		const page = await openPage(url);
		const response = await postHook(url, build());
		const text = await response.text();
		expect(response.status).toBe(status);
		expect(response.headers.get("Content-Type")).toMatch(/^text\/plain/);
		expect(text).toMatch(/^[^\n]{1,100}\n$/);
		expect(lines).toEqual([`Refused POST with ${status}: ${text.trim()}`]);
		expect(text + lines.join()).not.toMatch(/secret=|session_5b|the plugin's|the website hook's/);
		await tell(url, { value: "start_chatbot" });
		expect(await page.nextData()).toMatchObject({ value: "start_chatbot" });
	});

	it("is refused where it is too large and does not say so", async () => {
		const { url } = await startRelay();
		let sent = 0;
		const body = new ReadableStream({
			pull(controller) {
				sent += 64 * 1024;
				controller.enqueue(new Uint8Array(64 * 1024).fill(32));
				if (sent > 10_000_000) controller.close();
			},
		});
		const { headers } = buildSignedHook();
		const response = await fetch(url, { method: "POST", headers, body, duplex: "half" } as RequestInit);
		expect(response.status).toBe(413);
	});

	it("is taken where it has 256 kB, and refused with one byte more", async () => {
		const { url } = await startRelay();
		const envelope = json(buildEnvelope());
		const post = async (size: number) => (await postHook(url, buildSignedHook(envelope.padEnd(size)))).status;
		expect([await post(256 * 1024), await post(256 * 1024 + 1)]).toEqual([204, 413]);
	});
});

describe("a hook that is nobody's business", () => {
	it.each<[string, () => Hook]>([
		["another event", () => ofEvent("message:send")],
		[
			"another event of another shape",
			() => buildSignedHook(json({ event: "website:update_visitors_count", data: [] })),
		],
		["another key", () => signedWith((hook) => Object.assign(hook.data as object, { data: { plan: PAUSE } }))],
		["no key", () => signedWith((hook) => Object.assign(hook.data as object, { data: {} }))],
		["a pause of 201 characters", () => buildSignedHook(json(buildEnvelope({ value: PAUSE.padEnd(201, "x") })))],
		["a dummy", () => buildSignedHook(json(buildEnvelope({ value: 0.8437 })))],
		["a dummy that is a text", () => buildSignedHook(json(buildEnvelope({ value: "0.8437" })))],
		["another text", () => buildSignedHook(json(buildEnvelope({ value: "start_chatbot " })))],
		["a list with a command", () => buildSignedHook(json(buildEnvelope({ value: ["start_chatbot"] })))],
		["__proto__ as a key", () => buildSignedHook(json(buildEnvelope()).replace('"enum"', '"__proto__"'))],
		[
			"a command that is inherited",
			() => buildSignedHook(json(buildEnvelope()).replace('{"enum"', '{"__proto__":{"enum":"start_chatbot"},"other"')),
		],
		["a hook from next week", () => buildSignedHook(json(buildEnvelope({ at: Date.now() + 7 * 86_400_000 })))],
		["a hook from six minutes ahead", () => buildSignedHook(json(buildEnvelope({ at: Date.now() + 6 * 60_000 })))],
		["a hook from last week", () => buildSignedHook(json(buildEnvelope({ at: Date.now() - 7 * 86_400_000 })))],
		["a timestamp in seconds", () => buildSignedHook(json(buildEnvelope({ at: Math.round(Date.now() / 1000) })))],
	])("is answered with nothing, and told nobody: %s", async (_, build) => {
		const { url } = await startRelay();
		const page = await openPage(url);
		const response = await postHook(url, build());
		expect([response.status, await response.text()]).toEqual([204, ""]);
		await tell(url, { value: "pause_chatbot" });
		expect(await page.nextData()).toMatchObject({ value: "pause_chatbot" });
	});

	function ofEvent(event: string) {
		return signedWith((hook) => Object.assign(hook, { event }));
	}

	it("passes what is four minutes ahead, and 23 hours old", async () => {
		const { url } = await startRelay();
		const page = await openPage(url);
		const [late, ahead] = [Date.now() - 23 * 3_600_000, Date.now() + 4 * 60_000];
		await tell(url, { at: late });
		await tell(url, { at: ahead });
		expect([await page.nextData(), await page.nextData()]).toEqual([
			{ value: PAUSE, at: late },
			{ value: PAUSE, at: ahead },
		]);
	});

	it("says in the log that a clock is wrong", async () => {
		const { url, lines } = await startRelay();
		await tell(url, { at: Date.now() + 3_600_000 });
		await tell(url, { at: Date.now() - 25 * 3_600_000 });
		expect(lines).toEqual([
			"Ignored a hook from more than 5 minutes ahead",
			"Ignored a hook from more than 24 hours ago",
		]);
	});
});

it("takes no value that a polluted Object.prototype brings", async () => {
	const { url } = await startRelay();
	const page = await openPage(url);
	Object.defineProperty(Object.prototype, "enum", { value: PAUSE, configurable: true });
	onTestFinished(() => void Reflect.deleteProperty(Object.prototype, "enum"));
	await postHook(
		url,
		signedWith((hook) => Object.assign(hook.data as object, { data: { plan: "pro" } })),
	);
	await tell(url, { value: "start_chatbot" });
	expect(await page.nextData()).toMatchObject({ value: "start_chatbot" });
});

it("listens on another key where it is told to, be it __proto__", async () => {
	const { url } = await startRelay({ key: "__proto__" });
	const page = await openPage(url);
	await tell(url, { value: "start_chatbot" });
	await postHook(url, buildSignedHook(json(buildEnvelope()).replace('"enum"', '"__proto__"')));
	expect(await page.nextData()).toMatchObject({ value: PAUSE });
});

it("takes __proto__ for a session like any other", async () => {
	const { url } = await startRelay();
	const [page, other] = [await openPage(url, "__proto__"), await openPage(url, "constructor")];
	expect(await tell(url, { session: "__proto__" })).toBe(204);
	expect(await tell(url, { session: "constructor", value: "start_chatbot" })).toBe(204);
	expect(await page.nextData()).toMatchObject({ value: PAUSE });
	expect(await other.nextData()).toMatchObject({ value: "start_chatbot" });
	expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain(SESSION);
});

it.each(["PUT", "DELETE", "PATCH", "OPTIONS"])("refuses %s, and says what it takes", async (method) => {
	const { url, lines } = await startRelay();
	const response = await fetch(url, { method });
	expect([response.status, response.headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"]);
	expect(lines).toEqual(["Refused a request with 405: Expected one of GET, HEAD, POST"]);
});

it("needs a signature where there is no other secret, and the secret where there is no other", async () => {
	const signedOnly = await startRelay({ secret: undefined });
	expect((await postHook(signedOnly.url, buildWebsiteHook())).status).toBe(401);
	expect((await postHook(signedOnly.url, buildSignedHook())).status).toBe(204);
	const secretOnly = await startRelay({ signingSecret: undefined });
	expect((await postHook(secretOnly.url, buildSignedHook())).status).toBe(401);
	expect((await postHook(secretOnly.url, { ...buildSignedHook(), query: buildWebsiteHook().query })).status).toBe(204);
});
