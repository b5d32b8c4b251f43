import { execFile } from "node:child_process";

export interface Outcome {
	/** Of the process; 0 where all went well. */
	code: number;
	/** What it wrote, errors included. */
	output: string;
}

/** The tests' own runner talks through these to what it starts; a consumer's shell does not have them. */
const IS_OURS = /^(VITEST|NODE_ENV$|TEST$|MODE$|DEV$|PROD$|SSR$|BASE_URL$|FORCE_COLOR$)/;

function consumerEnvironment() {
	const entries = Object.entries(process.env).filter(([name]) => !IS_OURS.test(name));
	return { ...Object.fromEntries(entries), NO_COLOR: "1" };
}

export function run(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
	const options = { cwd, env: consumerEnvironment(), maxBuffer: 100_000_000, timeout: 300_000 };
	return new Promise((resolve) => {
		execFile(command, args, options, (error, stdout, stderr) => {
			const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
			const cause = error && !stdout && !stderr ? String(error) : "";
			resolve({ code, output: stdout + stderr + cause });
		});
	});
}

/** Fails with what the command wrote. Returns it, where all went well. */
export async function mustRun(command: string, args: readonly string[], cwd: string): Promise<string> {
	const { code, output } = await run(command, args, cwd);
	if (code) throw new Error(`${[command, ...args].join(" ")} ended with ${code}:\n${output}`);
	return output;
}
