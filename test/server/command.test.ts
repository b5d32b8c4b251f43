import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { ENVIRONMENT, runCommand, SIGNING_WORD, startCommand, tellCommand } from "./command.js";
import { eventually } from "./eventually.js";
import { buildEnvelope, buildSignedHook, buildWebsiteHook, hashOf, PAUSE, postHook, SESSION } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { findFreePort, startRedis } from "./redis-server.js";

const START = "start_chatbot";
const [SECRET = ""] = ENVIRONMENT.CRISP_HOOK_SECRET?.split(" ") ?? [];

const tellUntilTaken = (url: string, change?: Parameters<typeof buildEnvelope>[0]) =>
	eventually(async () => expect(await tellCommand(url, change)).toBe(204));

/** ms. A second is enough on a machine that has time; Node itself would wait 5 s for an idle connection. */
const IN_TIME = 4000;

describe("npx crisp-signals relay", () => {
	it("relays at its path, by either kind of hook, and says that it is well", async () => {
		const { url } = await startCommand(
			"--path",
			"/live/enum",
			"--origin",
			"https://a.example",
			"--origin",
			"https://b.example",
		);
		expect(new URL(url).pathname).toBe("/live/enum");
		const page = await openPage(url, SESSION, { Origin: "https://b.example" });
		expect(page.response.headers.get("Access-Control-Allow-Origin")).toBe("https://b.example");
		expect(await tellCommand(url)).toBe(204);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		const hook = buildWebsiteHook(JSON.stringify(buildEnvelope({ value: START })));
		expect((await postHook(url, { ...hook, query: `?secret=${SECRET}` })).status).toBe(204);
		expect((await postHook(url, { ...hook, query: "?secret=older" })).status).toBe(204);
		expect(await page.nextData()).toMatchObject({ value: START });
		const health = await fetch(new URL("/healthz", url));
		expect([health.status, await health.text()]).toEqual([200, "ok\n"]);
		expect((await fetch(new URL("/live", url))).status).toBe(404);
	});

	it.each(["SIGTERM", "SIGINT"] as const)("ends its streams and itself soon after %s", async (signal) => {
		const command = await startCommand();
		const page = await openPage(command.url);
		const idle = await fetch(new URL("/healthz", command.url));
		await idle.text();
		const before = performance.now();
		command.kill(signal);
		await page.ended;
		expect(await command.ended).toBe(0);
		expect(performance.now() - before).toBeLessThan(IN_TIME);
		expect(command.output()).toMatch(/^Relay listens on [^\n]*, in memory\nRelay stops\n$/);
	});

	it("answers a hook that is under way when it is told to stop, and waits for no other", async () => {
		const command = await startCommand();
		const { port } = new URL(command.url);
		const hanging = connect(Number(port), "localhost");
		onTestFinished(() => void hanging.destroy());
		hanging.write(
			"POST /crisp-signals HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
		);
		await fetch(new URL("/healthz", command.url));
		const before = performance.now();
		command.kill("SIGTERM");
		expect(await command.ended).toBe(0);
		expect(performance.now() - before).toBeLessThan(IN_TIME);
	});

	it("writes one line for each refusal, with no secret, no session and no query", async () => {
		const command = await startCommand();
		const { url } = command;
		const signed = buildSignedHook();
		await postHook(url, signed);
		await postHook(url, { ...signed, query: `?secret=${SECRET}x` });
		await postHook(url, { ...buildWebsiteHook("{"), query: `?secret=${SECRET}` });
		await fetch(`${url}?session=${SESSION}`);
		await fetch(`${url}?session=${hashOf(SESSION)}`, { method: "DELETE" });
		await openPage(url);
		await tellCommand(url);
		await tellCommand(url, { at: 0 });
		command.kill("SIGTERM");
		await command.ended;
		const lines = command.output().trim().split("\n");
		expect(lines).toEqual([
			expect.stringMatching(/^Relay listens on /),
			"Refused POST with 401: Expected a valid X-Crisp-Signature",
			"Refused POST with 401: Expected a valid X-Crisp-Signature",
			"Refused POST with 400: Expected JSON in UTF-8",
			expect.stringMatching(/^Refused GET with 400: /),
			expect.stringMatching(/^Refused DELETE with 405: /),
			"Ignored a hook from more than 24 hours ago",
			"Relay stops",
		]);
		for (const secret of [
			SECRET,
			SIGNING_WORD,
			"older",
			SESSION,
			hashOf(SESSION),
			signed.headers["X-Crisp-Signature"],
		]) {
			expect(command.output()).not.toContain(secret);
		}
	});

	it("killed and started again, tells an open page of the next pause", async () => {
		const port = `${await findFreePort()}`;
		const command = await startCommand("--port", port);
		const page = await openPage(command.url);
		await tellCommand(command.url, { value: START });
		await page.nextData();
		command.kill("SIGKILL");
		await page.ended;
		const again = await startCommand("--port", port);
		const reopened = await openPage(again.url);
		await tellCommand(again.url);
		expect(await reopened.nextData()).toMatchObject({ value: PAUSE });
	});
});

describe("a command line that is wrong", () => {
	const noSecret = {};
	it.each<[string, string[], Record<string, string>, number, RegExp]>([
		["no command", [], ENVIRONMENT, 2, /^Expected the command relay\n\nUsage: /],
		["another command", ["serve"], ENVIRONMENT, 2, /^Expected the command relay\n/],
		["an unknown option", ["relay", "--secret", "x"], ENVIRONMENT, 2, /^Unknown option '--secret'/],
		["a port that is none", ["relay", "--port", "http"], ENVIRONMENT, 2, /^Expected --port to be 0 to 65535\n$/],
		["a port that is too large", ["relay", "--port", "65536"], ENVIRONMENT, 2, /^Expected --port to be 0 to 65535\n$/],
		[
			"a path without a slash",
			["relay", "--path", "live"],
			ENVIRONMENT,
			2,
			/^Expected --path to be like \/crisp-signals, and not \/healthz\n$/,
		],
		["the path of the health check", ["relay", "--path", "/healthz"], ENVIRONMENT, 2, /^Expected --path/],
		[
			"an origin with a path",
			["relay", "--origin", "https://a.example/"],
			ENVIRONMENT,
			2,
			/^Expected origin to be like "https:\/\/shop\.example"[^\n]*\n$/,
		],
		[
			"an address that is not Redis'",
			["relay", "--redis", "http://:pass@localhost"],
			ENVIRONMENT,
			2,
			/^Expected --redis or CRISP_REDIS_URL to be like redis:\/\/host:6379\n$/,
		],
		["no secret", ["relay"], noSecret, 2, /^Expected CRISP_SIGNING_SECRET or CRISP_HOOK_SECRET in the environment\n$/],
		["an empty secret", ["relay"], { CRISP_HOOK_SECRET: " " }, 2, /^Expected CRISP_SIGNING_SECRET or/],
	])("ends at once, and says so: %s", async (_, args, env, code, output) => {
		const command = runCommand(args, env);
		expect(await command.ended).toBe(code);
		expect(command.output()).toMatch(output);
		expect(command.output()).not.toContain("    at ");
	});

	it("is explained by --help", async () => {
		const command = runCommand(["relay", "--help"], {});
		expect(await command.ended).toBe(0);
		expect(command.output()).toMatch(/^Usage: crisp-signals relay \[options\]\n/);
	});

	it("names the port that is taken", async () => {
		const server = createServer().listen(0);
		await once(server, "listening");
		onTestFinished(() => void server.close());
		const { port } = server.address() as AddressInfo;
		const command = runCommand(["relay", "--port", `${port}`]);
		expect(await command.ended).toBe(1);
		expect(command.output()).toMatch(new RegExp(`^listen EADDRINUSE[^\\n]*${port}\\n$`));
	});
});

describe.skipIf(!inject("hasRedis"))("two processes on one Redis", () => {
	it("tell a page at the one of a hook at the other", async () => {
		const redis = await startRedis();
		const [one, two] = [await startCommand("--redis", redis.url), await startCommand("--redis", redis.url)];
		await Promise.all([one, two].map(({ written }) => written(/^Redis is there$/m)));
		const page = await openPage(two.url);
		await tellCommand(one.url);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		for (const command of [one, two]) {
			command.kill("SIGTERM");
			expect(await command.ended).toBe(0);
		}
	});

	it("tell a page of what came while its process was killed and started again", async () => {
		const redis = await startRedis();
		const [one, two] = [await startCommand("--redis", redis.url), await startCommand("--redis", redis.url)];
		const page = await openPage(two.url);
		await tellUntilTaken(one.url, { value: START });
		const { id = "" } = await page.next();
		two.kill("SIGKILL");
		await page.ended;
		await tellUntilTaken(one.url);
		const again = await startCommand("--redis", redis.url);
		const reopened = await openPage(again.url, SESSION, { "Last-Event-ID": id });
		expect(await reopened.nextData()).toMatchObject({ value: PAUSE });
	});

	it("say once that Redis is away and once that it is there, answer 503 meanwhile, and end in time", async () => {
		const redis = await startRedis();
		const command = await startCommand("--redis", redis.url);
		await command.written(/^Redis is there$/m);
		const page = await openPage(command.url);
		await redis.kill();
		await command.written(/^Redis is away: [A-Z]+[^\n]*\n/m);
		expect(await tellCommand(command.url)).toBe(503);
		expect((await fetch(new URL("/healthz", command.url))).status).toBe(200);
		await redis.start();
		await command.written(/^Redis is away[\s\S]*^Redis is there$/m);
		await tellUntilTaken(command.url);
		expect(await page.nextData()).toMatchObject({ value: PAUSE });
		await redis.kill();
		await command.written(/^Redis is there$[\s\S]*^Redis is there$[\s\S]*^Redis is away/m);
		const before = performance.now();
		command.kill("SIGTERM");
		expect(await command.ended).toBe(0);
		expect(performance.now() - before).toBeLessThan(IN_TIME);
		expect(command.output().match(/^Redis is away/gm)).toHaveLength(2);
	});

	it("take the address with its password from the environment, and never write it", async () => {
		const redis = await startRedis("--requirepass", "hunter2");
		const env = { ...ENVIRONMENT, CRISP_REDIS_URL: redis.url.replace("//", "//:hunter2@") };
		const command = runCommand(["relay", "--port", "0"], env);
		await command.written(/^Redis is there$/m);
		const wrong = await startCommand("--redis", redis.url.replace("//", "//:guess@"));
		await wrong.written(/^Redis is away: WRONGPASS/m);
		expect(command.output() + wrong.output()).not.toMatch(/hunter2|guess/);
		expect((await fetch(addressOf(wrong.url), { method: "HEAD" })).status).toBe(200);
	});
});
