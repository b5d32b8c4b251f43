import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../dist/command.js", import.meta.url));

export const SIGNING_SECRET = "of the benchmark";

/** Waits until the process has written this. */
async function written(child, pattern) {
	let output = "";
	for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
		output += text;
		const match = output.match(pattern);
		if (!match) continue;
		child.stdout.resume();
		return match;
	}
	throw new Error(`Expected ${pattern}, got:\n${output}`);
}

async function stop(child) {
	if (child.exitCode !== null) return;
	child.kill("SIGTERM");
	await once(child, "exit");
}

/** The built command, on a port of its own. */
export async function startRelay(...args) {
	const env = { ...process.env, CRISP_SIGNING_SECRET: SIGNING_SECRET.replaceAll(" ", "_") };
	const child = spawn(process.execPath, [COMMAND, "relay", "--port", "0", ...args], {
		env,
		stdio: ["ignore", "pipe", "inherit"],
	});
	child.stdout.setEncoding("utf8");
	const [, port] = await written(child, /^Relay listens on \S+:(\d+)\//m);
	return {
		port: Number(port),
		/** Bytes of memory that the process holds. */
		memory: () => 1024 * Number(execFileSync("ps", ["-o", "rss=", "-p", `${child.pid}`], { encoding: "utf8" })),
		/** ms of the processor that the process has used so far; undefined where there is no Linux. */
		cpu: () => readCpu(child.pid),
		stop: () => stop(child),
	};
}

/** A tick is 10 ms. (man proc_pid_stat, "utime", "stime") */
function readCpu(pid) {
	const path = `/proc/${pid}/stat`;
	if (!existsSync(path)) return undefined;
	const fields = readFileSync(path, "utf8").split(") ")[1].split(" ");
	return 10 * (Number(fields[11]) + Number(fields[12]));
}

async function findFreePort() {
	const server = createServer().listen(0);
	await once(server, "listening");
	const { port } = server.address();
	server.close();
	return port;
}

/** A Redis that keeps nothing on the disk, or undefined where it is not installed. */
export async function startRedis() {
	const executable = [process.env.REDIS_SERVER_PATH, "/usr/bin/redis-server", "/usr/local/bin/redis-server"].find(
		(path) => path && existsSync(path),
	);
	if (!executable) return undefined;
	const folder = mkdtempSync(join(tmpdir(), "crisp-signals-bench-"));
	const port = await findFreePort();
	const args = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder];
	const child = spawn(executable, args, { stdio: ["ignore", "pipe", "inherit"] });
	child.stdout.setEncoding("utf8");
	await written(child, /Ready to accept connections/);
	return {
		url: `redis://127.0.0.1:${port}`,
		version: execFileSync(executable, ["--version"], { encoding: "utf8" }).match(/v=(\S+)/)?.[1],
		async stop() {
			await stop(child);
			rmSync(folder, { recursive: true });
		},
	};
}
