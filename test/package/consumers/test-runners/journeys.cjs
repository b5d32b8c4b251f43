/**
 * What a site plays in its own tests, whatever runs them. Each journey gets a page of its own.
 *
 * @param {{
 * 	signals: typeof import("crisp-signals"),
 * 	createFakeCrisp: typeof import("crisp-signals/testing").createFakeCrisp,
 * 	pass: (ms: number) => Promise<unknown>,
 * }} tools
 */
module.exports = ({ signals, createFakeCrisp, pass }) => {
	const { startChatbot, pauseChatbot, bindButtons, getState, onPaused, subscribe } = signals;

	/** Returns what comes of a promise, once there is something. */
	function watch(promise) {
		const seen = { outcome: "pending" };
		promise.then(
			() => {
				seen.outcome = "sent";
			},
			({ code }) => {
				seen.outcome = code;
			},
		);
		return seen;
	}

	async function play(options, journey) {
		const crisp = createFakeCrisp({ joinDelay: 300, ...options });
		crisp.install();
		try {
			return await journey(crisp);
		} finally {
			crisp.uninstall();
			document.body.innerHTML = "";
		}
	}

	/** [what is played, what it is to give, how it is played] */
	return [
		[
			"a start, then a pause",
			["sent", "sent", "start_chatbot", "pause_chatbot"],
			() =>
				play({}, async (crisp) => {
					const calls = [watch(startChatbot()), watch(pauseChatbot())];
					await pass(5000);
					return [...calls.map(({ outcome }) => outcome), ...crisp.told];
				}),
		],
		[
			"a click",
			["pending", "true", "sent", null, "start_chatbot"],
			() =>
				play({}, async (crisp) => {
					document.body.innerHTML = `<button data-crisp-signal="start"><i>Ask</i></button>`;
					bindButtons();
					document.querySelector("i").click();
					const button = document.querySelector("button");
					const read = () => ["data-crisp-signal-state", "aria-busy"].map((name) => button.getAttribute(name));
					const before = read();
					await pass(5000);
					return [...before, ...read(), ...crisp.told];
				}),
		],
		[
			"an abort on the way",
			["ABORTED", 0],
			() =>
				play({}, async (crisp) => {
					const controller = new AbortController();
					const start = watch(startChatbot({ signal: controller.signal }));
					await pass(1000);
					controller.abort();
					await pass(5000);
					return [start.outcome, crisp.told.length];
				}),
		],
		[
			"a timeout",
			["pending", "TIMEOUT", 0],
			() =>
				play({ socket: false }, async (crisp) => {
					const start = watch(startChatbot({ timeout: 4000 }));
					await pass(3900);
					const before = start.outcome;
					await pass(200);
					return [before, start.outcome, crisp.told.length];
				}),
		],
		[
			"a blocked Crisp, for a call and a click",
			["pending", "pending", "CRISP_UNAVAILABLE", "failed", 0],
			() =>
				play({ blocked: true }, async () => {
					document.body.innerHTML = `<button data-crisp-signal="start">Ask</button>`;
					bindButtons();
					const button = document.querySelector("button");
					button.click();
					const start = watch(startChatbot());
					const read = () => [start.outcome, button.getAttribute("data-crisp-signal-state")];
					await pass(14_900);
					const before = read();
					await pass(200);
					return [...before, ...read(), getState().pending];
				}),
		],
		[
			"listeners that throw",
			["sent", 0, true, "human"],
			() =>
				play({}, async () => {
					let [isReady, reason] = [false, undefined];
					subscribe(() => {
						throw new Error("mine");
					});
					subscribe(() => {
						isReady = getState().ready;
					});
					onPaused(() => {
						throw new Error("mine");
					});
					onPaused((pause) => {
						reason = pause.reason;
					});
					const start = watch(startChatbot());
					await pass(5000);
					signals.receive("chatbot_paused:human");
					await pass(100);
					return [start.outcome, getState().pending, isReady, reason];
				}),
		],
		[
			"a page change, with a signal on its way and with a pause",
			["pending", "sent", "start_chatbot", "human"],
			() =>
				play({}, async (crisp) => {
					const start = watch(startChatbot());
					await pass(1000);
					const before = start.outcome;
					crisp.reload();
					await pass(5000);
					crisp.pause("human");
					const reasons = [];
					crisp.reload();
					onPaused((pause) => reasons.push(pause.reason));
					await pass(20_000);
					return [before, start.outcome, ...crisp.told, ...reasons];
				}),
		],
		[
			"a page that is left and comes back",
			["pending", "sent", "start_chatbot"],
			() =>
				play({}, async (crisp) => {
					const start = watch(startChatbot());
					await pass(1000);
					window.dispatchEvent(new window.Event("pagehide"));
					await pass(5000);
					const away = start.outcome;
					window.dispatchEvent(new window.Event("pageshow"));
					await pass(5000);
					return [away, start.outcome, ...crisp.told];
				}),
		],
		[
			"the test after one that has left a pause and a signal behind",
			[null, 0, 0],
			async () => {
				await play({}, async () => {
					signals.receive("chatbot_paused:human");
					startChatbot();
				});
				return await play({}, async (crisp) => {
					await pass(20_000);
					return [getState().pause, getState().pending, crisp.told.length];
				});
			},
		],
	];
};
