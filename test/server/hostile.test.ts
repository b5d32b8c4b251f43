import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { onEnd } from "../on-end.js";
import { startClock } from "./clock.js";
import { startCommand, tellCommand } from "./command.js";
import { tell } from "./hook.js";
import { HOSTILE_INPUTS, type HostileInput } from "./hostile.js";
import { openPage } from "./page.js";
import { startRecipe } from "./start-recipe.js";

/** ms */
const SOON = 1000;

interface Target {
	url: string;
	tell(value: string, at: number): Promise<number>;
	/** Rejects where the process ends. */
	ended: Promise<unknown>;
}

async function startCommandAsTarget(): Promise<Target> {
	const { url, ended } = await startCommand();
	return { url, ended, tell: (value, at) => tellCommand(url, { value, at }) };
}

async function startRecipeAsTarget(name: string): Promise<Target> {
	const { url, ended } = await startRecipe(name, { maxConnections: 10_000 });
	return { url, ended, tell: (value, at) => tell(url, { value, at }) };
}

/** Sends it, and waits for an answer or the end of the line. The line stays open as long as the server lets it. */
async function send(url: string, { bytes, isHalf }: HostileInput): Promise<void> {
	const socket = connect(Number(new URL(url).port), "localhost");
	onEnd(() => void socket.destroy());
	socket.on("error", () => {});
	await once(socket, "connect");
	const heard = Promise.race([once(socket, "data"), once(socket, "close")]);
	await new Promise((resolve) => socket.write(Buffer.from(bytes, "latin1"), resolve));
	if (!isHalf) await heard;
}

const TARGETS: Record<string, () => Promise<Target>> = {
	"the command": startCommandAsTarget,
	"node:http": () => startRecipeAsTarget("node.mjs"),
	Express: () => startRecipeAsTarget("express.mjs"),
	Fastify: () => startRecipeAsTarget("fastify.mjs"),
	Hono: () => startRecipeAsTarget("hono.mjs"),
};

describe.each(Object.entries(TARGETS))("%s lives, and an open page hears a pause within a second,", (_, start) => {
	it("whatever a stranger sends", async () => {
		const { url, tell, ended } = await start();
		const dead = ended.then((code) => {
			throw new Error(`The process has ended: ${code}`);
		});
		dead.catch(() => {});
		const page = await openPage(url);
		const readClock = startClock();
		const at = Date.now();
		for (const [index, input] of HOSTILE_INPUTS.entries()) {
			await Promise.race([send(url, input), dead]).catch((error) => {
				throw new Error(`After ${input.name}: ${error.message}`);
			});
			const before = readClock();
			const status = await Promise.race([tell("chatbot_paused:human", at + index), dead]);
			expect(status, input.name).toBe(204);
			expect(await page.nextData(), input.name).toEqual({ value: "chatbot_paused:human", at: at + index });
			expect(readClock() - before, input.name).toBeLessThan(SOON);
		}
	});
});
