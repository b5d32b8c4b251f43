import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { findFreePort } from "../free-port.js";
import { ENVIRONMENT, runCommand, SIGNING_WORD, startCommand, tellCommand } from "./command.js";
import { eventually } from "./eventually.js";
import { buildEnvelope, buildSignedHook, buildWebsiteHook, hashOf, PAUSE, postHook, SESSION } from "./hook.js";
import { addressOf, openPage } from "./page.js";
import { startRedis } from "./redis-server.js";

const START = "start_chatbot";
const [SECRET = ""] = ENVIRONMENT.CRISP_HOOK_SECRET?.split(" ") ?? [];

const tellUntilTaken = (url: string, change?: Parameters<typeof buildEnvelope>[0]) =>
	eventually(async () => expect(await tellCommand(url, change)).toBe(204));

/** Where it listens, where values are kept, its limits, and who counts as a visitor. */
const START_LINES = 4;

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

	it("says where it listens, where values are kept, and what its limits are", async () => {
		const output = async (...args: string[]) => {
			const command = await startCommand(...args);
			await command.written(/counts as the visitor.*\n/);
			return command
				.output()
				.replace(/:\d{4,5}\//, ":8787/")
				.trim()
				.split("\n");
		};
		expect(await output("--host", "127.0.0.1")).toEqual([
			"Relay listens on http://127.0.0.1:8787/crisp-signals",
			"Values are kept in memory: a restart forgets them",
			"Limits: 10000 streams, 1000 of one address",
			"Who connects counts as the visitor; loopback and private addresses are proxies, and not limited",
		]);
		const [address, ...others] = await output("--trust-proxy", "2", "--max-connections", "7", "--max-per-address", "3");
		expect(address).toMatch(
			/^Relay listens on http:\/\/(\[::\]|0\.0\.0\.0):8787\/crisp-signals, every address of this machine$/,
		);
		expect(others.slice(1)).toEqual([
			"Limits: 7 streams, 3 of one address",
			"Number 2 from the end of X-Forwarded-For counts as the visitor; loopback and private addresses are proxies, and not limited",
		]);
	});

	it("listens on another key where it is told to, and beats as often as it is told to", async () => {
		const { url } = await startCommand("--key", "bot", "--heartbeat", "50");
		const page = await openPage(url);
		await tellCommand(url);
		const body = JSON.stringify(buildEnvelope({ value: START })).replace('"enum"', '"bot"');
		await postHook(url, buildSignedHook(body, SIGNING_WORD));
		expect(await page.nextData()).toMatchObject({ value: START });
		await eventually(() => expect(page.retryTimes().length).toBeGreaterThan(5));
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
		expect(command.output()).toMatch(/^Relay listens on [\s\S]*\nRelay stops\n$/);
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
		await tellCommand(`${url}s`);
		await tellCommand(url, { at: 0 });
		command.kill("SIGTERM");
		await command.ended;
		const lines = command.output().trim().split("\n").slice(START_LINES);
		expect(lines.filter((line) => !line.endsWith("(1 more)"))).toEqual([
			"Refused POST with 401: Expected a valid X-Crisp-Signature",
			"Refused POST with 400: Expected JSON in UTF-8",
			expect.stringMatching(/^Refused GET with 400: /),
			expect.stringMatching(/^Refused a request with 405: /),
			"Refused POST with 404: Expected the path /crisp-signals",
			"Ignored a hook from more than 24 hours ago",
			"Relay stops",
		]);
		expect(command.output()).toContain("Refused POST with 401: Expected a valid X-Crisp-Signature (1 more)\n");
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
		["no command", [], ENVIRONMENT, 2, /^Expected the command relay\. See crisp-signals --help\n$/],
		["another command", ["serve"], ENVIRONMENT, 2, /^Expected the command relay\./],
		["an unknown option", ["relay", "--secret", "x"], ENVIRONMENT, 2, /^Unknown option '--secret'[^\n]*\n$/],
		["no value", ["relay", "--port"], ENVIRONMENT, 2, /^Option '--port <value>' argument missing[^\n]*\n$/],
		["an option for a value", ["relay", "--port", "--path", "/x"], ENVIRONMENT, 2, /^Option '--port' [^\n]*\n$/],
		["no host", ["relay", "--host", ""], ENVIRONMENT, 2, /^Expected --host to be an address\n$/],
		[
			"another machine's address for a host",
			["relay", "--host", "192.0.2.1"],
			ENVIRONMENT,
			2,
			/^Expected --host to be an address of this machine, got 192\.0\.2\.1\n$/,
		],
		["a path with dots", ["relay", "--path", "/a/../b"], ENVIRONMENT, 2, /^Expected --path to be like/],
		[
			"an empty address of Redis",
			["relay", "--redis", ""],
			ENVIRONMENT,
			2,
			/^Expected --redis to be like redis:[^\n]*\n$/,
		],
		["a key with a space", ["relay", "--key", "a b"], ENVIRONMENT, 2, /^Expected key to be 1 to 50 of [^\n]*\n$/],
		[
			"a heartbeat in seconds",
			["relay", "--heartbeat", "8"],
			ENVIRONMENT,
			2,
			/^Expected --heartbeat to be 10 to \d+\n$/,
		],
		["no connections", ["relay", "--max-connections", "0"], ENVIRONMENT, 2, /^Expected --max-connections to be 1 to/],
		[
			"no place for an address",
			["relay", "--max-per-address", "1e9"],
			ENVIRONMENT,
			2,
			/^Expected --max-per-address to be/,
		],
		[
			"a yes for a number",
			["relay", "--trust-proxy", "true"],
			ENVIRONMENT,
			2,
			/^Expected --trust-proxy to be 0 to 100\n$/,
		],
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
		const options = [...command.output().matchAll(/^ {2}--(\S+) <[\s\S]*?(?=^ {2}--)/gm)];
		expect(options.map(([, name]) => name)).toEqual(
			"host port path origin redis key heartbeat max-connections max-per-address trust-proxy".split(" "),
		);
		for (const [text] of options) expect(text).toContain("Default: ");
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
		expect(one.output()).toContain(`\nValues are kept in Redis at 127.0.0.1:${redis.port}\n`);
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
