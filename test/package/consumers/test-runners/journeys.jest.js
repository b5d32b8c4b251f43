const signals = require("crisp-signals");
const { createFakeCrisp } = require("crisp-signals/testing");
const createJourneys = require("./journeys.cjs");

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const pass = (ms) => jest.advanceTimersByTimeAsync(ms);

test.each(createJourneys({ signals, createFakeCrisp, pass }))("%s", async (_, expected, journey) => {
	expect(await journey()).toEqual(expected);
	expect(jest.getTimerCount()).toBe(0);
});

test("an idle page looks at Crisp for ever, so the pending timers are run", async () => {
	const crisp = createFakeCrisp();
	crisp.install();
	crisp.pause();
	signals.subscribe(() => {});
	for (let i = 0; i < 10; i += 1) await jest.runOnlyPendingTimersAsync();
	expect(signals.getState().pause.reason).toBe("human");
	crisp.uninstall();
	await jest.runAllTimersAsync();
});
