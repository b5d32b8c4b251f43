import assert from "node:assert";
import { mock } from "node:test";
import { withGlobal } from "@sinonjs/fake-timers";
import "global-jsdom/register";
import * as signals from "crisp-signals";
import { createFakeCrisp } from "crisp-signals/testing";
import createJourneys from "./journeys.cjs";

const { setImmediate } = globalThis;
const flush = () => new Promise((resolve) => setImmediate(resolve));

/** Clocks that move the page's time, each with what it leaves alone. */
const CLOCKS = {
	"node:test's mock timers: setTimeout and Date"() {
		mock.timers.enable({ apis: ["setTimeout", "Date"] });
		async function pass(ms) {
			for (let passed = 0; passed < ms; passed += 50) {
				mock.timers.tick(50);
				await flush();
			}
		}
		return { pass, stop: () => mock.timers.reset() };
	},
	"sinon without performance": () => startSinon({ toNotFake: ["performance", "nextTick", "queueMicrotask"] }),
	"sinon with Date and timers only": () => startSinon({ toFake: ["Date", "setTimeout", "clearTimeout"] }),
};

function startSinon(options) {
	const clock = withGlobal(globalThis).install(options);
	return { pass: (ms) => clock.tickAsync(ms), stop: () => clock.uninstall() };
}

for (const event of ["uncaughtException", "unhandledRejection"]) {
	// What a listener throws on purpose.
	process.on(event, (error) => assert.equal(error.message, "mine"));
}

let clock;
const journeys = createJourneys({ signals, createFakeCrisp, pass: (ms) => clock.pass(ms) });
for (const [name, start] of Object.entries(CLOCKS)) {
	for (const [title, expected, journey] of journeys) {
		// Each time it is 1970 again.
		clock = start();
		assert.deepEqual(await journey(), expected, `${title}, with ${name}`);
		clock.stop();
	}
}
// Nothing is left that keeps Node from ending.
console.log("All journeys are over");
