import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onEnd } from "../on-end.js";
import { type HookChange, SECRET, SIGNING_SECRET, tell } from "./hook.js";

const COMMAND = fileURLToPath(new URL("../../dist/command.js", import.meta.url));

/** `npx crisp-signals …`, as built. */
export interface Command {
	/** Of the relay, once it listens. */
	url: string;
	output(): string;
	/** Waits until it has written this. Rejects where it ends before. */
	written(pattern: RegExp): Promise<RegExpMatchArray>;
	kill(signal: NodeJS.Signals): void;
	/** Its exit code, or the signal that ended it. */
	ended: Promise<number | string>;
}

type Environment = Record<string, string>;

// Words are separated by a space there.
export const SIGNING_WORD = SIGNING_SECRET.replaceAll(" ", "_");

export const ENVIRONMENT: Environment = {
	CRISP_SIGNING_SECRET: `older ${SIGNING_WORD}`,
	CRISP_HOOK_SECRET: `${SECRET.replaceAll(" ", "_")} older`,
	// Some shells and hosts set these, for other things: it takes neither.
	HOST: "192.0.2.1",
	PORT: "1",
};

export function runCommand(args: readonly string[], env: Environment = ENVIRONMENT): Command {
	const options = { env: { PATH: process.env.PATH ?? "", ...env } };
	const child = spawn(process.execPath, [COMMAND, ...args], options);
	let output = "";
	const write = (text: string) => {
		output += text;
	};
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", write);
	const ended = once(child, "close").then(([code, signal]) => signal ?? code);
	onEnd(() => void child.kill("SIGKILL"));

	async function written(pattern: RegExp): Promise<RegExpMatchArray> {
		for (;;) {
			const match = output.match(pattern);
			if (match) return match;
			const more = Promise.race([once(child.stdout, "data"), once(child.stderr, "data")]);
			const isOver = await Promise.race([more.then(() => false), ended.then(() => !pattern.test(output))]);
			if (isOver) throw new Error(`It ended, and wrote:\n${output}`);
		}
	}

	return { url: "", output: () => output, written, kill: (signal) => child.kill(signal), ended };
}

/** The relay on a port of its own, or on the one that is given. */
export async function startCommand(...args: string[]): Promise<Command> {
	const command = runCommand(["relay", "--port", "0", ...args]);
	const [, address = ""] = await command.written(/^Relay listens on ([^\s,]+).*\n/m);
	// A browser takes this for a secure context.
	const url = address.replace(/\/\/(\[::\]|0\.0\.0\.0)/, "//localhost");
	return { ...command, url };
}

/** A hook by the secrets of the environment. Returns the status. */
export const tellCommand = (url: string, change: HookChange = {}): Promise<number> => tell(url, change, SIGNING_WORD);
