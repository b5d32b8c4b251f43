import { readArguments, USAGE, UsageError } from "./read-arguments.js";
import { serveRelay } from "./serve-relay.js";

/** `npx crisp-signals relay …`: exits with 2 where the command line is wrong, with 1 where the relay cannot start. */
async function main(): Promise<void> {
	try {
		const settings = readArguments(process.argv.slice(2), process.env);
		if (settings === "help") console.log(USAGE);
		else await serveRelay(settings);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = error instanceof UsageError || error instanceof TypeError ? 2 : 1;
	}
}

main();
