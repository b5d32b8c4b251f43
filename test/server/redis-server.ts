import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../free-port.js";
import { onEnd } from "../on-end.js";

export const findRedis = (): string | undefined =>
	[
		process.env.REDIS_SERVER_PATH,
		"/usr/bin/redis-server",
		"/usr/local/bin/redis-server",
		"/opt/homebrew/bin/redis-server",
	].find((path) => path && existsSync(path));

export interface RedisServer {
	port: number;
	url: string;
	/** As a machine that loses its power. */
	kill(): Promise<void>;
	/** Again at the same port. Nothing was kept. */
	start(): Promise<void>;
}

const READY = "Ready to accept connections";

/** A Redis of its own for one test, which keeps nothing on the disk. */
export async function startRedis(...flags: string[]): Promise<RedisServer> {
	const folder = mkdtempSync(join(tmpdir(), "crisp-signals-redis-"));
	const port = await findFreePort();
	const args = [
		"--port",
		`${port}`,
		"--bind",
		"127.0.0.1",
		"--save",
		"",
		"--appendonly",
		"no",
		"--dir",
		folder,
		...flags,
	];
	let child: ChildProcess | undefined;

	async function start(): Promise<void> {
		const started = spawn(findRedis() ?? "", args, { stdio: ["ignore", "pipe", "inherit"] });
		child = started;
		let output = "";
		for await (const text of started.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
			output += text;
			if (output.includes(READY)) break;
		}
		if (!output.includes(READY)) throw new Error(`redis-server ended:\n${output}`);
		started.stdout.resume();
	}

	async function kill(): Promise<void> {
		if (!child || child.exitCode !== null || child.signalCode) return;
		child.kill("SIGKILL");
		await once(child, "exit");
	}

	onEnd(async () => {
		await kill();
		rmSync(folder, { recursive: true });
	});
	await start();
	return { port, url: `redis://127.0.0.1:${port}`, kill, start };
}
