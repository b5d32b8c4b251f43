import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createRelay, memoryBus } from "../../src/server/index.js";
import { buildEnvelope, buildWebsiteHook, type HookChange, SECRET, SESSION } from "./hook.js";
import { addressOf } from "./page.js";

const SECOND = 1000;

/** How far the relay's clock is ahead of Crisp's: ms. */
let ahead = 0;

const now = () => Date.now() - ahead;

beforeEach(() => {
	ahead = 0;
	vi.useFakeTimers({ toFake: ["Date"] });
	onTestFinished(() => void vi.useRealTimers());
});

const wait = (ms: number) => void vi.setSystemTime(Date.now() + ms);

function startRelay(bus = memoryBus()) {
	const relay = createRelay({ secret: SECRET, bus });
	onTestFinished(() => relay.close());

	/** A hook that comes this long after it happened. */
	async function tell(change: HookChange = {}, late = 0): Promise<void> {
		const { query, headers, body } = buildWebsiteHook(JSON.stringify(buildEnvelope({ at: now() - late, ...change })));
		const init = { method: "POST", headers, body: body as string };
		expect((await relay.fetch(new Request(`http://localhost/${query}`, init))).status).toBe(204);
	}

	/** A page that opens now. Says how old the next thing is that it hears. */
	async function listen(session = SESSION) {
		const { body } = await relay.fetch(new Request(addressOf("http://localhost/", session)));
		const reader = (body as ReadableStream<Uint8Array>).getReader();
		return async (): Promise<number> => {
			for (;;) {
				const { value } = await reader.read();
				const [, data] = new TextDecoder().decode(value).match(/^data: (.*)$/m) ?? [];
				if (data) return JSON.parse(data).age;
			}
		};
	}

	return { tell, listen };
}

for (const [name, difference] of Object.entries({
	"goes as Crisp's does": 0,
	"is 5 s ahead of Crisp's": 5 * SECOND,
	"is 5 s behind Crisp's": -5 * SECOND,
})) {
	it(`where the relay's clock ${name}, what has just come is new, and what stands is as old as it is`, async () => {
		ahead = difference;
		const { tell, listen } = startRelay();
		const nextAge = await listen();
		await tell();
		expect(await nextAge()).toBe(0);
		wait(90 * SECOND);
		expect(await (await listen())()).toBe(90 * SECOND);
	});

	it(`where the relay's clock ${name}, a hook that comes a minute late is a minute old`, async () => {
		ahead = difference;
		const { tell, listen } = startRelay();
		await tell({ session: "session_other" });
		const nextAge = await listen();
		await tell({}, 60 * SECOND);
		expect(await nextAge()).toBe(60 * SECOND);
	});
}

it("the clocks are compared by hooks that are told nobody, too: dummies and other keys", async () => {
	ahead = 5 * SECOND;
	const { tell, listen } = startRelay();
	await tell({ value: 0.8437 });
	await tell({}, 60 * SECOND);
	expect(await (await listen())()).toBe(60 * SECOND);
});

it("not by a hook whose time cannot be right", async () => {
	const { tell, listen } = startRelay();
	await tell({ session: "session_other", at: Date.now() + 600 * SECOND });
	await tell();
	expect(await (await listen())()).toBe(0);
});

it("a first hook that comes late counts as new, until another one shows the difference", async () => {
	const { tell, listen } = startRelay();
	await tell({}, 60 * SECOND);
	expect(await (await listen())()).toBe(0);
	await tell({ session: "session_other" });
	expect(await (await listen())()).toBe(60 * SECOND);
});

it("is never below 0, where the hooks show that what stands is from ahead", async () => {
	const { tell, listen } = startRelay();
	await tell({ at: Date.now() + 60 * SECOND });
	await tell({ session: "session_other" });
	expect(await (await listen())()).toBe(0);
});

describe("after a hook from a minute ahead, whose clock is taken for Crisp's,", () => {
	const MINUTE = 60 * SECOND;

	it("all that comes is a minute older, and no longer after twenty minutes", async () => {
		const { tell, listen } = startRelay();
		const nextAge = await listen();
		await tell({ session: "session_other", at: Date.now() + MINUTE });
		const ages: number[] = [];
		for (let minute = 0; minute < 25; minute++) {
			await tell();
			ages.push(await nextAge());
			wait(MINUTE);
		}
		expect(ages[0]).toBe(MINUTE);
		expect(ages.slice(20)).toEqual([0, 0, 0, 0, 0]);
	});

	it("so it is where hooks are rare: two later ones are enough", async () => {
		const { tell, listen } = startRelay();
		await tell({ session: "session_other", at: Date.now() + MINUTE });
		for (const session of ["session_one", "session_two"]) {
			wait(3 * 3600 * SECOND);
			await tell({ session });
		}
		expect(await (await listen("session_two"))()).toBe(0);
	});
});

it("is right again within twenty minutes where the relay's clock is set forward", async () => {
	const { tell, listen } = startRelay();
	await tell();
	ahead = 5 * SECOND;
	wait(5 * SECOND);
	for (let minute = 0; minute < 20; minute++) {
		wait(60 * SECOND);
		await tell();
	}
	expect(await (await listen())()).toBe(0);
});

it("is right while all hooks come late for ten minutes", async () => {
	const { tell, listen } = startRelay();
	const nextAge = await listen();
	await tell();
	await nextAge();
	for (let minute = 0; minute < 10; minute++) {
		wait(60 * SECOND);
		await tell({}, 30 * SECOND);
		expect(await nextAge()).toBe(30 * SECOND);
	}
});

it("where no hook has come, as at another relay on the same bus, is what the clocks say", async () => {
	const bus = memoryBus();
	const [one, two] = [startRelay(bus), startRelay(bus)];
	await one.tell();
	wait(30 * SECOND);
	expect(await (await two.listen())()).toBe(30 * SECOND);
});

it("counts on while the relay's machine sleeps", async () => {
	const { tell, listen } = startRelay();
	await tell();
	wait(8 * 3600 * SECOND);
	expect(await (await listen())()).toBe(8 * 3600 * SECOND);
});
